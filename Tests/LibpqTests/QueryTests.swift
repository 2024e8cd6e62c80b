import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable))
struct QueryTests {
    @Test func saysWhatAStatementDid() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(Query("create", "CREATE TEMP TABLE item (id int8)"))
        let inserted = try await connection.query(
            Query("insert", "INSERT INTO item SELECT * FROM unnest(\([1, 2, 3]))")
        )
        #expect(inserted.commandTag == "INSERT 0 3")
        #expect(inserted.affectedRows == 3)
        #expect(inserted.isEmpty)
        let selected = try await connection.query(Query("select", "SELECT id FROM item ORDER BY id"))
        #expect(try selected.map { try $0.get("id", as: Int64.self) } == [1, 2, 3])
        #expect(selected.queryName == "select")
    }

    @Test func errorsCarryCodeConstraintAndQueryName() async throws {
        let connection = try await TestServer.connect()
        try await connection.script(
            "CREATE TEMP TABLE item (id int8 CONSTRAINT item_key PRIMARY KEY); INSERT INTO item VALUES (1)",
            name: "set up"
        )
        let error = try await postgresError {
            try await connection.query(Query("insert item", "INSERT INTO item VALUES (\(1))"))
        }
        #expect(error.kind == .server)
        #expect(error.sqlState == .uniqueViolation)
        #expect(error.constraint == "item_key")
        #expect(error.queryName == "insert item")
        #expect(error.isDataError)
        #expect(!error.isRetryable)
        #expect(error.detail?.contains("(id)=(1)") == true)
        #expect(!error.description.contains("(id)=(1)"))
        #expect(connection.isUsable)
        #expect(try await connection.query(Query("still there", "SELECT 1")).count == 1)
    }

    @Test func textWithNULIsADataError() async throws {
        let connection = try await TestServer.connect()
        let inText = try await postgresError {
            try await connection.query(Query("nul", "SELECT \("a\u{0}b")"))
        }
        #expect(inText.sqlState == .characterNotInRepertoire)
        #expect(inText.isDataError)
        let inArray = try await postgresError {
            try await connection.query(Query("nul", "SELECT \(["a", "\u{0}"])"))
        }
        #expect(inArray.sqlState == .characterNotInRepertoire)
        let inJSON = try await postgresError {
            try await connection.query(Query("nul", "SELECT \(PostgresJSON(#""\u0000""#))"))
        }
        #expect(inJSON.isDataError)
    }

    @Test func statementsWithNULAreNotSent() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError {
            try await connection.query(Query("nul", "SELECT 1 AS \(identifier: "a\u{0}b")"))
        }
        #expect(error.kind == .encoding)
        let scriptError = try await postgresError {
            try await connection.script("SELECT 1;\u{0}", name: "nul script")
        }
        #expect(scriptError.kind == .encoding)
        #expect(connection.isUsable)
    }

    @Test func scriptsRunSeveralStatementsOrNone() async throws {
        let connection = try await TestServer.connect()
        try await connection.script(
            "CREATE TEMP TABLE a (x int); CREATE TEMP TABLE b (x int); SELECT 1; ",
            name: "two tables"
        )
        let error = try await postgresError {
            try await connection.script("INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1)", name: "broken")
        }
        #expect(error.sqlState == .undefinedTable)
        #expect(error.queryName == "broken")
        let rows = try await connection.query(Query("count", "SELECT count(*) FROM a"))
        #expect(try rows[0].decode(Int.self) == 0)
    }

    @Test func copyInAScriptDoesNotHang() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError {
            try await connection.script("CREATE TEMP TABLE a (x int); COPY a FROM STDIN", name: "copy")
        }
        #expect(error.isConnectionLoss)
        #expect(!connection.isUsable)
    }

    @Test func waitsOnThreadsOfItsOwn() async throws {
        // More than Swift has threads on a small machine: were they used, the waits would add up.
        var connections: [Connection] = []
        for _ in 0..<8 {
            connections.append(try await TestServer.connect())
        }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in connections {
                group.addTask { try await connection.query(Query("sleep", "SELECT pg_sleep(0.5)")) }
            }
            try await group.waitForAll()
        }
        #expect(ContinuousClock.now - start < .seconds(1.5))
    }

    @Test func takesManyParameters() async throws {
        let connection = try await TestServer.connect()
        var sum: SQL = "SELECT 0"
        for value in 1...2000 {
            sum = "\(sum) + \(value)"
        }
        let rows = try await connection.query(Query("sum", sum, prepared: false))
        #expect(try rows[0].decode(Int.self) == 2_001_000)
    }
}
