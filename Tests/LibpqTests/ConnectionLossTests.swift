import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable), .timeLimit(.minutes(1)))
struct ConnectionLossTests {
    @Test func aSessionEndedDuringAQueryThrowsAndStaysUnusable() async throws {
        let connection = try await TestServer.connect()
        let pid = connection.backendPID
        async let failing = postgresError { try await connection.query(Query("sleep", "SELECT pg_sleep(30)")) }
        let observer = try await TestServer.connect()
        let isRunning = try await TestServer.eventually {
            let query = Query(
                "activity",
                "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'PgSleep'"
            )
            return try await observer.query(query).count == 1
        }
        #expect(isRunning)
        try await TestServer.terminate(pid)
        let error = try await failing
        #expect(error.kind == .connectionLost)
        #expect(error.sqlState == .adminShutdown)
        #expect(error.queryName == "sleep")
        #expect(error.isRetryable)
        #expect(!connection.isUsable)

        let later = try await postgresError { try await connection.query(Query("later", "SELECT 1")) }
        #expect(later.kind == .connectionLost)
        #expect(later.sqlState?.classCode == "08" || later.sqlState == .adminShutdown)
    }

    @Test func anIdleConnectionNoticesItsEnd() async throws {
        let connection = try await TestServer.connect()
        try await TestServer.terminate(connection.backendPID)
        #expect(try await TestServer.eventually { !connection.isUsable })
        let error = try await postgresError { try await connection.pipeline([Query("one", "SELECT 1"), .commit]) }
        #expect(error.sqlState == .adminShutdown)
    }

    @Test func aServerThatIsNotThereIsAConnectionFailure() async throws {
        let configuration = try ConnectionConfiguration(connectionString: "host=/nonexistent user=nobody")
        let error = try await postgresError { try await Connection.connect(configuration) }
        #expect(error.kind == .connectionFailed)
        #expect(error.sqlState == .cannotConnect)
        #expect(error.isConnectionLoss)
    }

    @Test func aClosedConnectionThrows() async throws {
        let connection = try await TestServer.connect()
        await connection.close()
        let error = try await postgresError { try await connection.query(Query("one", "SELECT 1")) }
        #expect(error.kind == .connectionLost)
        #expect(error.message == "the connection is closed")
    }
}
