import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable))
struct PipelineTests {
    @Test func returnsRowsInOrder() async throws {
        let connection = try await TestServer.connect()
        let results = try await connection.pipeline((0..<50).map { Query("number", "SELECT \($0)") })
        #expect(try results.map { try $0[0].decode(Int.self) } == Array(0..<50))
        #expect(try await connection.pipeline([]).isEmpty)
    }

    @Test func throwsTheFirstErrorAndRunsNothingBehindIt() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(Query("create", "CREATE TEMP TABLE item (id int8)"))
        let error = try await postgresError {
            try await connection.pipeline([
                Query("before", "INSERT INTO item VALUES (1)"),
                Query("divide", "SELECT 1 / \(0)"),
                Query("missing", "SELECT * FROM nowhere"),
                Query("after", "INSERT INTO item VALUES (2)"),
            ])
        }
        #expect(error.sqlState?.rawValue == "22012")
        #expect(error.queryName == "divide")
        let rows = try await connection.query(Query("count", "SELECT count(*) FROM item"))
        #expect(try rows[0].decode(Int.self) == 0, "a pipeline without BEGIN is one transaction")
    }

    @Test func reportsAPreparationThatFails() async throws {
        let connection = try await TestServer.connect()
        for _ in 0..<2 {
            let error = try await postgresError {
                try await connection.pipeline([Query("one", "SELECT 1"), Query("typo", "SELEC 1")])
            }
            #expect(error.queryName == "typo")
            #expect(error.sqlState?.rawValue == "42601")
        }
        #expect(try await connection.query(Query("one", "SELECT 1")).count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func doesNotDeadlockWhenBothSidesSendMegabytes() async throws {
        let connection = try await TestServer.connect()
        let text = String(repeating: "x", count: 4_000_000)
        let queries = (0..<8).map { Query("echo", "SELECT \(text) || \("\($0)")") }
        let results = try await connection.pipeline(queries)
        for (index, rows) in results.enumerated() {
            #expect(try rows[0].decode(String.self).utf8.elementsEqual("\(text)\(index)".utf8))
        }
    }

    @Test func aRefusedCommitIsNotACommit() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(.begin)
        _ = try await postgresError { try await connection.query(Query("divide", "SELECT 1 / \(0)")) }
        #expect(connection.isInTransaction)
        let error = try await postgresError { try await connection.pipeline([.commit]) }
        #expect(error.kind == .notCommitted)
        #expect(!error.commitOutcomeUnknown)
        #expect(!connection.isInTransaction)
        #expect(connection.isUsable)
    }

    @Test func worksWithoutPreparedStatements() async throws {
        let connection = try await TestServer.connect(preparedStatements: false)
        for _ in 0..<3 {
            let results = try await connection.pipeline([
                .begin, Query("echo", "SELECT \("a"), \(1)"),
                Query("prepared", "SELECT count(*) FROM pg_prepared_statements"), .commit,
            ])
            #expect(try results[1][0].decode(String.self, Int.self) == ("a", 1))
            #expect(try results[2][0].decode(Int.self) == 0)
        }
    }

    @Test func answersOneSendingWhileTheNextIsUnderWay() async throws {
        let connection = try await TestServer.connect()
        try await connection.send([Query("one", "SELECT \(1)")])
        try await connection.send([Query("two", "SELECT \(2), pg_sleep(0.05)")])
        try await connection.send([Query("three", "SELECT \(3)")])
        #expect(try await connection.answers(leaving: 2)[0][0].decode(Int.self) == 1)
        // More may be sent before the rest is read.
        try await connection.send([Query("four", "SELECT \(4)")])
        #expect(try await connection.answers(leaving: 1)[0][0].decode(Int.self) == 3)
        #expect(try await connection.answers()[0][0].decode(Int.self) == 4)
        #expect(try await connection.query(Query("five", "SELECT \(5)"))[0].decode(Int.self) == 5)
    }

    @Test func whatStandsBehindAFailedTransactionFailsWithIt() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(Query("create", "CREATE TEMP TABLE item (id int8)"))
        try await connection.send([.begin, Query("divide", "SELECT 1 / \(0)"), .commit])
        try await connection.send([.begin, Query("insert", "INSERT INTO item VALUES (1)"), .commit])
        let first = try await postgresError { try await connection.answers(leaving: 1) }
        #expect(first.queryName == "divide")
        let second = try await postgresError { try await connection.query(.rollback) }
        #expect(second.sqlState?.rawValue == "25P02")
        #expect(!connection.isInTransaction)
        let rows = try await connection.query(Query("count", "SELECT count(*) FROM item"))
        #expect(try rows[0].decode(Int.self) == 0)
    }

    @Test func answersWhatWasSentAheadInOrder() async throws {
        let connection = try await TestServer.connect()
        try await connection.send([.begin, Query("one", "SELECT \(1)")])
        try await connection.send([Query("two", "SELECT \(2)"), Query("three", "SELECT \(3)")])
        let last = try await connection.answers()
        #expect(try last.map { try $0[0].decode(Int.self) } == [2, 3])
        #expect(connection.isInTransaction)
        try await connection.send([Query("four", "SELECT \(4)")])
        #expect(try await connection.query(Query("five", "SELECT \(5)"))[0].decode(Int.self) == 5)
        try await connection.query(.commit)
        #expect(try await connection.answers().isEmpty)
        #expect(!connection.isInTransaction)
    }

    @Test func whatWasSentAheadFailsTheNextCall() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(.begin)
        try await connection.send([Query("divide", "SELECT 1 / \(0)")])
        let error = try await postgresError {
            try await connection.pipeline([Query("after", "SELECT 1"), .commit])
        }
        #expect(error.queryName == "divide")
        #expect(!error.commitOutcomeUnknown)
        #expect(connection.isInTransaction, "nothing behind a failure is run, COMMIT neither")
        try await connection.query(.rollback)
        #expect(try await connection.query(Query("one", "SELECT 1")).count == 1)
    }

    @Test(arguments: [false, true])
    func aCommitSentAheadIsInDoubtWhereTheConnectionIsLostBeforeIt(isNoticed: Bool) async throws {
        let connection = try await TestServer.connect()
        let other = try await TestServer.connect()
        try await connection.query(.begin)
        try await connection.send([Query("sleep", "SELECT pg_sleep(\(30.0))")])
        try await connection.send([.commit])
        try await other.query(Query("kill", "SELECT pg_terminate_backend(\(connection.backendPID))"))
        // The connection sees its end by itself, while nobody waits for an answer.
        while isNoticed, connection.isUsable { try await Task.sleep(for: .milliseconds(5)) }
        let error = try await postgresError { try await connection.answers() }
        #expect(error.kind == .connectionLost)
        #expect(error.commitOutcomeUnknown)
        #expect(!connection.isUsable)
    }
}
