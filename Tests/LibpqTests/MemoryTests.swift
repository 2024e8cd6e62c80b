import Foundation
import Libpq
import Testing

/// The memory of this process in pages of 4 KiB, nil where there is no `/proc`.
private var residentPages: Int? {
    let statistics = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return statistics?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
}

@Suite(.serialized, .enabled(if: TestServer.isAvailable && residentPages != nil))
struct MemoryTests {
    @Test func tenThousandQueriesLeaveNothingBehind() async throws {
        let connection = try await TestServer.connect()
        let text = String(repeating: "x", count: 40_000)
        func run(_ count: Int) async throws {
            for index in 0..<count {
                let rows = try await connection.query(Query("echo", "SELECT \(text), \(index)"))
                #expect(try rows[0].decode(String.self, Int.self).1 == index)
            }
        }
        try await run(1000)
        let before = try #require(residentPages)
        try await run(10_000)
        let after = try #require(residentPages)
        // Had every result stayed, it would be 400 MB, 100,000 pages. Other tests of the process take some meanwhile.
        #expect(after - before < 40_000)
    }
}
