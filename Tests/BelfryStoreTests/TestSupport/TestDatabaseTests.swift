import BelfryTestSupport
import Libpq
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct TestDatabaseTests {
    @Test func isEmptyAndOneSuitesOwn() async throws {
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    try await TestDatabase.with(named: "own") { database in
                        let connection = try await connect(to: database)
                        try await connection.script("CREATE TABLE t (n integer)", name: "t")
                        await connection.close()
                        return database.name
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names.count == 3)
    }

    @Test func isGoneAfterAFailure() async throws {
        struct Failure: Error {}
        var left: TestDatabase?
        await #expect(throws: Failure.self) {
            try await TestDatabase.with(named: "failing") { database in
                left = database
                _ = try await connect(to: database)
                throw Failure()
            }
        }
        let gone = try #require(left)
        await #expect(throws: PostgresError.self) { _ = try await connect(to: gone) }
    }

    private func connect(to database: TestDatabase) async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(connectionString: database.connectionString))
    }
}
