import BelfryStore
import Foundation
import NIOCore
import Testing

@testable import BelfryServer

struct ContentCodingTests {
    @Test(
        arguments: [
            (nil, ContentCoding.identity),
            ("", .identity),
            ("identity", .identity),
            ("gzip", .gzip),
            ("GZIP", .gzip),
            ("gzip, deflate, br", .gzip),
            ("deflate", .identity),
            ("*", .gzip),
            ("gzip;q=0", .identity),
            ("*;q=0.5, gzip;q=0", .identity),
            ("gzip;q=0.5, identity", .identity),
            ("identity;q=0.5, gzip;q=0.8", .gzip),
            ("gzip;q=2", .identity),
        ] as [(String?, ContentCoding)]
    )
    func gzipIsUsedWhereItIsWanted(_ field: String?, coding: ContentCoding) {
        #expect(ContentCoding.negotiated(acceptEncoding: field) == coding)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_000], [65_536, 4_000_000])
    func gzipReadsBackWhatWasWritten(_ length: Int, partBytes: Int) throws {
        // Incompressible, so that the output passes the size of a chunk.
        var state: UInt64 = 88_172_645_463_325_252
        let bytes = (0..<length).map { _ -> UInt8 in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
        let gzip = try Gzip()
        var compressed: [UInt8] = []
        for start in stride(from: 0, to: length, by: partBytes) {
            let part = Array(bytes[start..<min(start + partBytes, length)])
            compressed += try gzip.compressed(part).readableBytesView
        }
        compressed += try gzip.compressed([], isLast: true).readableBytesView
        #expect(try Self.decompressed(compressed) == bytes)
    }

    // The next chunk is rendered while one is compressed.
    @Test(arguments: [0, 1, 3_000])
    func anExpositionIsTheSameCompressed(_ jobs: Int) async throws {
        let exposition = JobExposition(
            MetricsSnapshot(
                jobs: (0..<jobs).map { JobSeries.sample(id: "job-\($0)") },
                alerts: [],
                pending: []
            )
        )
        func bytes(_ coding: ContentCoding) async throws -> [UInt8] {
            let rest = Array("# EOF\n".utf8)
            return try await ExpositionBody(format: .text, coding: coding, jobs: exposition, rest: rest).bytes()
        }
        #expect(try await Self.decompressed(bytes(.gzip)) == bytes(.identity))
    }

    /// What gzip makes of it.
    private static func decompressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let file = URL(filePath: "\(folder.path)/exposition.gz")
        try Data(bytes).write(to: file)
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "-d", file.path]
        try gunzip.run()
        gunzip.waitUntilExit()
        #expect(gunzip.terminationStatus == 0)
        return Array(try Data(contentsOf: URL(filePath: "\(folder.path)/exposition")))
    }
}
