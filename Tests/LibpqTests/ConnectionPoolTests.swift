import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable), .timeLimit(.minutes(1)))
struct ConnectionPoolTests {
    private func pool(size: Int, timeout: Duration = .seconds(10)) throws -> ConnectionPool {
        ConnectionPool(configuration: try TestServer.configuration(), size: size, acquireTimeout: timeout)
    }

    @Test func lendsNoMoreConnectionsThanItsSizeAndKeepsThem() async throws {
        let pool = try pool(size: 3)
        let pids = Recorder<Int32>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for value in 0..<60 {
                group.addTask {
                    try await pool.withConnection { connection in
                        let rows = try await connection.query(Query("echo", "SELECT \(value)"))
                        #expect(try rows[0].decode(Int.self) == value)
                        pids.record(connection.backendPID)
                        #expect(pool.counts.inUse <= 3)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(Set(pids.values).count <= 3)
        #expect(pool.counts.inUse == 0)
        #expect(pool.counts.idle == Set(pids.values).count)
        await pool.close()
    }

    @Test func servesWaitersInTheirOrder() async throws {
        let pool = try pool(size: 1)
        let order = Recorder<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await pool.withConnection { _ in
                for index in 0..<5 {
                    group.addTask {
                        try await pool.withConnection { _ in order.record(index) }
                    }
                    let isInLine = try await TestServer.eventually { pool.counts.waiting == index + 1 }
                    #expect(isInLine)
                }
            }
            try await group.waitForAll()
        }
        #expect(order.values == [0, 1, 2, 3, 4])
    }

    @Test func waitersGiveUpAfterTheTimeoutOrWhenCancelled() async throws {
        let pool = try pool(size: 1, timeout: .milliseconds(100))
        try await pool.withConnection { _ in
            let timedOut = try await postgresError { try await pool.withConnection { _ in } }
            #expect(timedOut.kind == .poolTimeout)
            let task = Task { try await pool.withConnection { _ in } }
            task.cancel()
            let cancelled = try await postgresError { try await task.value }
            #expect(cancelled.kind == .cancelled)
        }
        #expect(pool.counts == ConnectionPoolCounts(inUse: 0, idle: 1, waiting: 0))
    }

    @Test func replacesConnectionsThatAreLost() async throws {
        let pool = try pool(size: 1)
        let first = try await pool.withConnection { connection in
            let pid = connection.backendPID
            let error = try await postgresError {
                try await connection.query(Query("end", "SELECT pg_terminate_backend(\(pid))"))
            }
            #expect(error.isConnectionLoss)
            return pid
        }
        #expect(pool.counts.idle == 0)
        let second = try await pool.withConnection { $0.backendPID }
        #expect(second != first)

        try await TestServer.terminate(second)
        let isNoticed = try await TestServer.eventually {
            try await pool.withConnection { $0.backendPID } != second
        }
        #expect(isNoticed)
    }

    @Test func doesNotLendAConnectionLeftInATransaction() async throws {
        let pool = try pool(size: 1)
        try await pool.withConnection { _ = try await $0.query(.begin) }
        #expect(pool.counts.idle == 0)
        try await pool.withConnection { #expect(!$0.isInTransaction) }
    }

    @Test func saysWhyNoConnectionCouldBeMade() async throws {
        let pool = ConnectionPool(
            configuration: try ConnectionConfiguration(connectionString: "host=/nonexistent user=nobody"),
            size: 1,
            acquireTimeout: .milliseconds(200)
        )
        let error = try await postgresError { try await pool.withConnection { _ in } }
        #expect(error.kind == .poolTimeout)
        #expect((error.underlying as? PostgresError)?.kind == .connectionFailed)
        #expect(pool.counts == ConnectionPoolCounts(inUse: 0, idle: 0, waiting: 0))
    }

    @Test func refusesWaitersAndNewTasksWhenClosed() async throws {
        let pool = try pool(size: 1)
        try await pool.withConnection { connection in
            async let waiting = postgresError { try await pool.withConnection { _ in } }
            #expect(try await TestServer.eventually { pool.counts.waiting == 1 })
            await pool.close()
            let refusal = try await waiting
            #expect(refusal.kind == .poolClosed)
            let rows = try await connection.query(Query("one", "SELECT 1"))
            #expect(rows.count == 1)
        }
        let error = try await postgresError { try await pool.withConnection { _ in } }
        #expect(error.kind == .poolClosed)
        #expect(pool.counts.idle == 0)
    }
}
