import Foundation
import Testing

@testable import BelfryStore

struct ServerLogTests {
    @Test func keepsTheLogAndOneOlderFileWithinTheirBound() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.dataDirectory, permissions: 0o700)
            let log = try ServerLog(path: fixture.dataDirectory + "/postgres.log", limit: 1000)
            for line in 0..<300 { append("line \(line)\n", to: log) }
            log.bound()
            #expect(log.size == 0)
            let older = try #require(FileSystem.contents(of: log.path + ".1"))
            #expect(older.utf8.count == 1000)
            #expect(older.hasSuffix("line 299\n"))
            append("next\n", to: log)
            log.bound()
            #expect(FileSystem.contents(of: log.path) == "next\n")
        }
    }

    @Test func showsWhatWasWrittenSince() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.dataDirectory, permissions: 0o700)
            let log = try ServerLog(path: fixture.dataDirectory + "/postgres.log")
            append("old\n", to: log)
            let start = log.size
            append("one\ntwo\n", to: log)
            #expect(log.text(from: start) == "one | two")
        }
    }

    private func append(_ text: String, to log: ServerLog) {
        let bytes = Array(text.utf8)
        #expect(write(log.descriptor, bytes, bytes.count) == bytes.count)
    }
}
