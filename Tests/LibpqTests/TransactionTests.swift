import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable))
struct TransactionTests {
    private struct Refusal: Error {}

    private func connectionWithTable() async throws -> Connection {
        let connection = try await TestServer.connect()
        try await connection.query(Query("create", "CREATE TEMP TABLE item (id int8)"))
        return connection
    }

    private func count(_ connection: Connection) async throws -> Int {
        try await connection.query(Query("count", "SELECT count(*) FROM item"))[0].decode(Int.self)
    }

    private let insert = Query("insert", "INSERT INTO item VALUES (1)")

    @Test func commitsAndReturnsTheValue() async throws {
        let connection = try await connectionWithTable()
        let level = try await connection.transaction { connection in
            try await connection.query(insert)
            let rows = try await connection.query(Query("level", "SELECT current_setting('transaction_isolation')"))
            return try rows[0].decode(String.self)
        }
        #expect(level == "read committed")
        #expect(!connection.isInTransaction)
        #expect(try await count(connection) == 1)
    }

    @Test func rollsBackWhatABodyThrowsOutOf() async throws {
        let connection = try await connectionWithTable()
        await #expect(throws: Refusal.self) {
            try await connection.transaction { connection in
                try await connection.query(insert)
                throw Refusal()
            }
        }
        #expect(!connection.isInTransaction)
        #expect(try await count(connection) == 0)
    }

    @Test func doesNotReportACommitAfterAnIgnoredFailure() async throws {
        let connection = try await connectionWithTable()
        let error = try await postgresError {
            try await connection.transaction { connection in
                try await connection.query(insert)
                _ = try? await connection.query(Query("divide", "SELECT 1 / \(0)"))
            }
        }
        #expect(error.kind == .notCommitted)
        #expect(try await count(connection) == 0)
    }

    @Test func letsTheBodyCommitInItsLastPipeline() async throws {
        let connection = try await connectionWithTable()
        try await connection.transaction { connection in
            _ = try await connection.pipeline([insert, .commit])
        }
        #expect(try await count(connection) == 1)
    }

    @Test func doesNotReportACommitWhenTheBodyRolledBack() async throws {
        let connection = try await connectionWithTable()
        let error = try await postgresError {
            try await connection.transaction { connection in
                _ = try await connection.pipeline([insert, .rollback])
            }
        }
        #expect(error.kind == .notCommitted)
        #expect(try await count(connection) == 0)
    }

    @Test func rollsBackWhenTheTaskIsCancelled() async throws {
        let connection = try await connectionWithTable()
        let task = Task {
            try await connection.transaction { connection in
                try await connection.query(insert)
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(connection.isUsable)
        #expect(!connection.isInTransaction)
        #expect(try await count(connection) == 0)
    }

    @Test func isNotUndoneByACancellationAfterItsCommit() async throws {
        let connection = try await connectionWithTable()
        let task = Task {
            try await connection.transaction { connection in
                _ = try await connection.pipeline([insert, .commit])
                withUnsafeCurrentTask { $0?.cancel() }
                return 7
            }
        }
        #expect(try await task.value == 7)
        #expect(try await count(connection) == 1)
    }

    @Test func doesNotNest() async throws {
        let connection = try await connectionWithTable()
        let error = try await postgresError {
            try await connection.transaction { connection in
                try await connection.transaction { _ in }
            }
        }
        #expect(error.kind == .encoding)
        #expect(!connection.isInTransaction)
    }

    @Test func aConnectionLostInFlightOfACommitLeavesItsOutcomeOpen() async throws {
        let connection = try await connectionWithTable()
        let pid = connection.backendPID
        let error = try await postgresError {
            try await connection.transaction { connection in
                _ = try await connection.pipeline([
                    Query("end", "SELECT pg_terminate_backend(\(pid))"), .commit,
                ])
            }
        }
        #expect(error.isConnectionLoss)
        #expect(error.commitOutcomeUnknown)
        #expect(!connection.isUsable)
    }

    @Test func aConnectionLostBeforeTheCommitIsNoOpenQuestion() async throws {
        let connection = try await connectionWithTable()
        let pid = connection.backendPID
        let error = try await postgresError {
            try await connection.transaction { connection in
                _ = try await connection.query(Query("end", "SELECT pg_terminate_backend(\(pid))"))
            }
        }
        #expect(error.isConnectionLoss)
        #expect(!error.commitOutcomeUnknown)
    }
}
