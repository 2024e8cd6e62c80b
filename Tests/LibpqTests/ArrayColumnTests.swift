import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable))
struct ArrayColumnTests {
    @Test func fillsAnUnnestWithNulls() async throws {
        let connection = try await TestServer.connect()
        var names = ArrayColumn<String>(capacity: 4)
        var sizes = ArrayColumn<Int64?>(capacity: 4)
        for index in 0..<4 {
            if index == 2 { names.appendNull() } else { names.append("job \(index)") }
            sizes.append(index == 3 ? nil : Int64(index) * 1000)
        }
        #expect(names.count == 4)
        let rows = try await connection.query(
            Query("unnest", "SELECT * FROM unnest(\(names), \(sizes)) AS input (name, size)")
        )
        let pairs = try rows.map { try $0.decode(String?.self, Int64?.self) }
        #expect(pairs.map(\.0) == ["job 0", "job 1", nil, "job 3"])
        #expect(pairs.map(\.1) == [0, 1000, 2000, nil])
    }

    @Test func isAnEmptyArrayWhenNothingWasAppended() async throws {
        let connection = try await TestServer.connect()
        let column = ArrayColumn<Int32>(capacity: 0)
        let rows = try await connection.query(Query("empty", "SELECT \(column), cardinality(\(column))"))
        #expect(try rows[0].decode([Int32].self, Int32.self) == ([] as [Int32], 0 as Int32))
    }

    @Test func goesOnGrowingAfterItWasBound() async throws {
        let connection = try await TestServer.connect()
        var column = ArrayColumn<Int32>(capacity: 1)
        column.append(1)
        let first = Query("first", "SELECT \(column)")
        column.append(2)
        let results = try await connection.pipeline([first, Query("second", "SELECT \(column)")])
        #expect(try results[0][0].decode([Int32].self) == [1 as Int32])
        #expect(try results[1][0].decode([Int32].self) == [1, 2] as [Int32])
    }
}
