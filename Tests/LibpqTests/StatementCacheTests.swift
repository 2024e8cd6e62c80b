import Testing

@testable import Libpq

struct StatementCacheTests {
    @Test func knowsAStatementByTextAndTypes() {
        var cache = StatementCache()
        let integer = StatementCache.Key("SELECT \(1)")
        let text = StatementCache.Key("SELECT \("1")")
        #expect(integer != text)
        #expect(integer == StatementCache.Key("SELECT \(2)"))
        cache.insert(integer, name: "q1 x")
        guard case .prepared("q1 x") = cache.entry(for: integer, queryName: "x") else {
            Issue.record("not found")
            return
        }
        guard case .new = cache.entry(for: text, queryName: "x") else {
            Issue.record("found what was not prepared")
            return
        }
    }

    @Test func isBounded() {
        var cache = StatementCache()
        for index in 0..<StatementCache.limit {
            cache.insert(StatementCache.Key(SQL(stringLiteral: "SELECT \(index)")), name: "q\(index)")
        }
        guard case .unprepared = cache.entry(for: StatementCache.Key("SELECT 'more'"), queryName: "x") else {
            Issue.record("took more than the limit")
            return
        }
    }

    @Test(.enabled(if: TestServer.isAvailable))
    func preparesEachTextOnce() async throws {
        let connection = try await TestServer.connect()
        for value in 0..<5 {
            try await connection.pipeline([Query("a", "SELECT \(value)"), Query("a", "SELECT \(value)")])
        }
        try await connection.query(Query("once", "SELECT \("not"), \("kept")", prepared: false))
        let rows = try await connection.query(
            Query("list", "SELECT name, statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1%'")
        )
        #expect(try rows.map { try $0.get("name", as: String.self) } == ["q1 a"])
    }

    @Test(.enabled(if: TestServer.isAvailable))
    func keepsStatementsThatWerePreparedInAFailedTransaction() async throws {
        let connection = try await TestServer.connect()
        let divide = { (divisor: Int) in Query("divide", "SELECT 1 / \(divisor)") }
        _ = try await postgresError { try await connection.query(divide(0)) }
        #expect(try await connection.query(divide(1))[0].decode(Int.self) == 1)
    }

    @Test(.enabled(if: TestServer.isAvailable))
    func preparesAnewWhatTheServerHasForgottenOrRefuses() async throws {
        let connection = try await TestServer.connect()
        let all = Query("all", "SELECT * FROM item")
        try await connection.script("CREATE TEMP TABLE item (id int8)", name: "create")
        try await connection.query(all)
        try await connection.script("ALTER TABLE item ADD label text", name: "alter")
        let changed = try await postgresError { try await connection.query(all) }
        #expect(changed.sqlState == .featureNotSupported)
        #expect(changed.isRetryable)
        #expect(try await connection.query(all).columnNames == ["id", "label"])

        try await connection.script("DEALLOCATE ALL", name: "deallocate")
        let forgotten = try await postgresError { try await connection.query(all) }
        #expect(forgotten.sqlState == .invalidStatementName)
        #expect(forgotten.isRetryable)
        #expect(try await connection.query(all).isEmpty)
    }
}
