import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct RetentionStoreTests {
    private static let policy = RetentionPolicy(
        executions: .days(30),
        failures: .days(60),
        deliveries: .days(10),
        rollups: .days(90)
    )

    @Test func failuresOutliveSuccessesAndThenTheDayGoes() async throws {
        try await IngestBench.with("retention") { bench async throws in
            let old = try await Self.store(bench, daysAgo: [50, 20, 0])
            let store = RetentionStore(pool: bench.pool)

            let first = try await store.enforce(Self.policy)
            #expect(first.thinned.count == 1 && first.dropped.isEmpty && first.keys == 2)
            #expect(
                try await Self.executions(bench) == [
                    "failure-0", "failure-20", "failure-50", "success-0", "success-20",
                ]
            )
            #expect(try await store.partitions()["thinned"] == 1)
            // It cannot come in again, neither what is gone nor what is kept.
            #expect(
                try await bench.writer.commit(old.filter { $0.execution.executionID.hasSuffix("-50") }) == [
                    .stale, .stale,
                ]
            )
            #expect(try await store.enforce(Self.policy).isEmpty)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.job_daily") == 6)

            var shorter = Self.policy
            shorter.failures = .days(30)
            #expect(try await store.enforce(shorter).dropped.count == 1)
            #expect(try await Self.executions(bench) == ["failure-0", "failure-20", "success-0", "success-20"])

            shorter.rollups = .days(10)
            #expect(try await store.enforce(shorter).rows == 8)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.job_daily") == 2)
        }
    }

    @Test func whereOthersDropPartitionsOnlyKeysAndOldBatchesGo() async throws {
        try await IngestBench.with("partman") { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            for (id, days) in [("old", 50), ("new", 1)] as [(String, Int64)] {
                var received = IngestBench.attempt(id)
                received.execution.executedAt = now - .days(days)
                received.contentDigest = ContentDigest.digest(received.execution)
                #expect(try await bench.writer.commit([received]) == [.accepted])
            }
            let partitions = PartitionStore(pool: bench.pool)
            #expect(try await partitions.maintain(makesPartitions: false).isEmpty)
            let made = try await partitions.maintain()
            try await RollupStore(pool: bench.pool).foldAll()
            var policy = Self.policy
            policy.failures = policy.executions
            let store = RetentionStore(pool: bench.pool)
            let report = try await store.enforce(policy, dropsPartitions: false)
            #expect(report.dropped.isEmpty && report.keys == 1)
            #expect(try await store.partitions()["full"] == Int64(made.count))
            #expect(try await Self.executions(bench) == ["new", "old"])
            #expect(try await bench.value(String.self, "SELECT execution_id FROM belfry.execution_keys") == "new")
        }
    }

    @Test func whatIsReadIsLeftForTheNextPass() async throws {
        try await IngestBench.with("retention_lock") { bench async throws in
            _ = try await Self.store(bench, daysAgo: [50])
            let store = RetentionStore(pool: bench.pool)
            let reader = try await Connection.connect(bench.connection)
            try await reader.query(.begin)
            try await reader.query(Query("read", "SELECT count(*) FROM belfry.executions"))
            #expect(try await store.enforce(Self.policy).postponed.count == 1)
            #expect(try await Self.executions(bench) == ["failure-50", "success-50"])
            try await reader.query(.rollback)
            await reader.close()
            #expect(try await store.enforce(Self.policy).thinned.count == 1)
        }
    }

    @Test func whatIsNotInTheRollupsYetIsKept() async throws {
        try await IngestBench.with("retention_unfolded") { bench async throws in
            _ = try await Self.store(bench, daysAgo: [70, 300], isFolded: false)
            let store = RetentionStore(pool: bench.pool)
            #expect(try await store.enforce(Self.policy).postponed.count == 2)
            #expect(try await Self.executions(bench).count == 4)
            try await RollupStore(pool: bench.pool).foldAll()
            #expect(try await store.enforce(Self.policy).dropped.count == 2)
            #expect(try await Self.executions(bench) == [])
        }
    }

    @Test func whatIsDatedIntoTheFutureIsAsOldAsItsReceipt() async throws {
        try await IngestBench.with("retention_future") { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            for (id, days) in [("old", 70), ("new", 1)] as [(String, Int64)] {
                var received = IngestBench.attempt(id)
                received.receivedAt = now - .days(days)
                received.execution.executedAt = now + .days(30_000)
                received.contentDigest = ContentDigest.digest(received.execution)
                _ = try await bench.writer.commit([received])
            }
            try await RollupStore(pool: bench.pool).foldAll()
            // They count where they were received.
            #expect(
                try await bench.value(
                    Int64.self,
                    "SELECT count(*) FROM belfry.job_hourly WHERE hour < clock_timestamp() AND executions = 1"
                ) == 2
            )
            _ = try await RetentionStore(pool: bench.pool).enforce(Self.policy)
            #expect(try await Self.executions(bench) == ["new"])
            #expect(try await bench.value(String.self, "SELECT execution_id FROM belfry.execution_keys") == "new")
        }
    }

    @Test func theDefaultPartitionAndTheDeliveryLogGoRowByRow() async throws {
        try await IngestBench.with("retention_rows") { bench async throws in
            var ancient = IngestBench.attempt("ancient")
            ancient.execution.executedAt = try await bench.value(Instant.self, "SELECT clock_timestamp()") - .days(900)
            _ = try await bench.writer.commit([ancient])
            try await RollupStore(pool: bench.pool).foldAll()
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    INSERT INTO belfry.notifications
                    SELECT n, 'ops', 'g', n, 'firing', '{}', '{}', '{}', now() - n * interval '6 days'
                    FROM generate_series(1, 3) AS n;
                    INSERT INTO belfry.outbox
                    SELECT 'c', n, gen_random_uuid(), CASE n WHEN 3 THEN 'pending' ELSE 'delivered' END, 1,
                        now() - n * interval '6 days'
                    FROM generate_series(1, 3) AS n;
                    INSERT INTO belfry.delivery_attempts (
                        channel, notification_id, delivery_id, attempt, target, lease_token, attempted_at, outcome
                    )
                    SELECT 'c', n, gen_random_uuid(), 1, 't', gen_random_uuid(), now() - n * interval '6 days', 'retry'
                    FROM generate_series(1, 3) AS n;
                    """,
                    name: "test"
                )
            }
            let store = RetentionStore(pool: bench.pool)
            _ = try await store.enforce(Self.policy)
            #expect(try await Self.executions(bench) == [])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.execution_keys") == 0)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.delivery_attempts") == 1)
            // What still waits to be delivered stays.
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.outbox") == 2)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.notifications") == 2)
        }
    }

    @Test func minutesGoSoonerThanHoursAndWritersLookForLogRowsWhileThereAreSome() async throws {
        try await IngestBench.with("retention_minutes") { bench async throws in
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    INSERT INTO belfry.minute_rollups
                    SELECT '', now() - n * interval '1 day', 1, 0, 0, 0, 0, 1, 0, 0, 0, NULL, 0, NULL, NULL, NULL, '{}'
                    FROM generate_series(1, 30) AS n;
                    INSERT INTO belfry.hourly_rollups
                    SELECT '', now() - n * interval '1 day', 1, 0, 0, 0, 0, 1, 0, 0, 0, NULL, 0, NULL, NULL, NULL, '{}'
                    FROM generate_series(1, 30) AS n;
                    UPDATE belfry.control SET has_log_rows = true;
                    """,
                    name: "test"
                )
            }
            _ = try await RetentionStore(pool: bench.pool).enforce(Self.policy)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.minute_rollups") == 14)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.hourly_rollups") == 30)
            #expect(try await !bench.value(Bool.self, "SELECT has_log_rows FROM belfry.control"))
        }
    }

    @Test func triggersGoWithTheDeliveryLogAndWhatStartedARunWithTheRun() async throws {
        try await IngestBench.with("retention_triggers") { bench async throws in
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    -- Fired 6, 12, 18 … 66 days ago: one under way, those after the third have started a run.
                    INSERT INTO belfry.trigger_firings (
                        job_id, trigger_name, execution_id, retry_attempt, executed_at, decided_at, state, depth,
                        expires_at, sent_at, child_run_id
                    )
                    SELECT 'a', 't', 'e' || n, 0, at, at, CASE n WHEN 2 THEN 'sent' ELSE 'delivered' END, 1, at, at,
                        CASE WHEN n > 3 THEN 'r' END
                    FROM (SELECT n, now() - n * interval '6 days' AS at FROM generate_series(1, 11) AS n) AS days;
                    INSERT INTO belfry.trigger_attempts (
                        job_id, trigger_name, execution_id, attempt, lease_token, attempted_at, outcome
                    )
                    SELECT job_id, trigger_name, execution_id, 1, gen_random_uuid(), sent_at,
                        CASE state WHEN 'delivered' THEN 'delivered' END
                    FROM belfry.trigger_firings;
                    INSERT INTO belfry.trigger_arrivals (
                        job_id, trigger_name, parent, execution_id, retry_attempt, ran_at, decided_at, depth,
                        fired_job_id, fired_execution_id
                    )
                    SELECT 'b', 't', 'b', 'b' || n, 0, now() - n * interval '6 days', now() - n * interval '6 days', 0,
                        CASE WHEN n <= 11 THEN 'a' END, CASE WHEN n <= 11 THEN 'e' || n END
                    FROM generate_series(1, 12) AS n;
                    """,
                    name: "test"
                )
            }
            let store = RetentionStore(pool: bench.pool)
            _ = try await store.enforce(Self.policy)
            func left(_ table: SQL, _ column: SQL) async throws -> String {
                try await bench.value(
                    String.self,
                    "SELECT string_agg(\(column), ' ' ORDER BY length(\(column)), \(column)) FROM \(table)"
                )
            }
            // Attempts: 10 days, and what is under way. Firings: besides, those whose run is kept for 60 days.
            #expect(try await left("belfry.trigger_attempts", "execution_id") == "e1 e2")
            #expect(try await left("belfry.trigger_firings", "execution_id") == "e1 e2 e4 e5 e6 e7 e8 e9")
            #expect(try await left("belfry.trigger_arrivals", "execution_id") == "b1 b2 b4 b5 b6 b7 b8 b9")
            #expect(try await store.enforce(Self.policy).isEmpty)
        }
    }

    /// Stores a success and a failure of each day and makes their partitions.
    private static func store(
        _ bench: IngestBench,
        daysAgo: [Int64],
        isFolded: Bool = true
    ) async throws -> [ReceivedExecution] {
        let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
        let executions = daysAgo.flatMap { days in
            [ExecutionStatus.success, .failure].map { status in
                var received = IngestBench.attempt("\(status.text)-\(days)", status: status)
                received.execution.executedAt = now - .days(days)
                received.receivedAt = received.execution.executedAt + .seconds(1)
                received.contentDigest = ContentDigest.digest(received.execution)
                return received
            }
        }
        _ = try await bench.writer.commit(executions)
        _ = try await PartitionStore(pool: bench.pool).maintain()
        if isFolded { try await RollupStore(pool: bench.pool).foldAll() }
        return executions
    }

    private static func executions(_ bench: IngestBench) async throws -> [String] {
        let list = try await bench.value(
            String?.self,
            "SELECT string_agg(execution_id, ' ' ORDER BY execution_id) FROM belfry.executions"
        )
        return list?.split(separator: " ").map(String.init) ?? []
    }
}
