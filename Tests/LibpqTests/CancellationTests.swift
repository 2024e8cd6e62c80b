import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable), .timeLimit(.minutes(1)))
struct CancellationTests {
    private let sleep = Query("sleep", "SELECT pg_sleep(30)")

    @Test func aDeadlineCutsAQueryShortAndKeepsTheConnection() async throws {
        let connection = try await TestServer.connect()
        let start = ContinuousClock.now
        let error = try await postgresError {
            try await connection.query(sleep, deadline: .now + .milliseconds(50))
        }
        #expect(error.kind == .deadlineExceeded)
        #expect(error.sqlState == .queryCanceled)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(connection.isUsable)
        #expect(try await connection.query(Query("one", "SELECT 1"))[0].decode(Int.self) == 1)
    }

    @Test func aCancelledTaskEndsItsQuery() async throws {
        let connection = try await TestServer.connect()
        let task = Task { try await connection.query(sleep) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        let error = try await postgresError { try await task.value }
        #expect(error.kind == .cancelled)
        #expect(!error.isRetryable)
        #expect(try await connection.query(Query("one", "SELECT 1")).count == 1)
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        let connection = try await TestServer.connect()
        try await connection.query(Query("create", "CREATE TEMP TABLE item (id int8)"))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await connection.query(Query("insert", "INSERT INTO item VALUES (1)"))
        }
        let error = try await postgresError { try await task.value }
        #expect(error.kind == .cancelled)
        #expect(try await connection.query(Query("all", "SELECT * FROM item")).isEmpty)
    }

    @Test func aServerThatIsStuckCostsTheConnection() async throws {
        let connection = try await TestServer.connect()
        try await connection.script(
            """
            CREATE FUNCTION pg_temp.stubborn() RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                FOR attempt IN 1..40 LOOP
                    BEGIN PERFORM pg_sleep(0.2); EXCEPTION WHEN query_canceled THEN NULL; END;
                END LOOP;
            END $$
            """,
            name: "create function"
        )
        let error = try await postgresError {
            try await connection.query(
                Query("stubborn", "SELECT pg_temp.stubborn()"),
                deadline: .now + .milliseconds(50)
            )
        }
        #expect(error.kind == .deadlineExceeded)
        #expect(!connection.isUsable)
    }
}
