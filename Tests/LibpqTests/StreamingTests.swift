import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable))
struct StreamingTests {
    private struct Enough: Error {}

    @Test(arguments: [(0, 10), (9, 10), (10, 10), (11, 10), (2500, 1000)])
    func readsEveryRowInBatches(rows: Int, batch: Int) async throws {
        let connection = try await TestServer.connect()
        var values: [Int32] = []
        var largest = 0
        try await connection.forEachBatch(
            Query("series", "SELECT n FROM generate_series(1, \(Int32(rows))) AS n"),
            rows: batch
        ) { rows in
            largest = max(largest, rows.count)
            values += try rows.map { try $0.decode(Int32.self) }
        }
        #expect(values == (0..<Int32(rows)).map { $0 + 1 })
        #expect(largest <= batch)
        #expect(!connection.isInTransaction)
    }

    @Test func endsItsTransactionWhenTheBodyThrows() async throws {
        let connection = try await TestServer.connect()
        var count = 0
        await #expect(throws: Enough.self) {
            try await connection.forEachRow(Query("series", "SELECT generate_series(1, 1000)"), batch: 7) { _ in
                count += 1
                if count == 20 { throw Enough() }
            }
        }
        #expect(count == 20)
        #expect(!connection.isInTransaction)
        #expect(try await connection.query(Query("one", "SELECT 1")).count == 1)
    }

    @Test func readsInsideAnOpenTransactionToo() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(.begin)
        try await connection.query(Query("create", "CREATE TEMP TABLE item ON COMMIT DROP AS SELECT 1 AS id"))
        var count = 0
        try await connection.forEachRow(Query("items", "SELECT id FROM item")) { _ in count += 1 }
        #expect(count == 1)
        #expect(connection.isInTransaction)
        try await connection.query(.commit)
    }
}
