import BelfryTestSupport
import Libpq
import Testing

@testable import BelfryCore
@testable import BelfryStore

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct RollupStoreTests {
    /// Rows of the rollups that differ from the same recomputed from the executions, and those that only one of them has.
    private static let differences: SQL = """
        WITH recomputed AS (
            SELECT
                u.unit, j.job_id, date_trunc(u.unit, e.executed_at, 'UTC') AS start,
                count(*) AS executions,
                count(*) FILTER (WHERE e.status <> 'success') AS failures,
                count(*) FILTER (WHERE e.status = 'timeout') AS timeouts,
                count(*) FILTER (WHERE e.status = 'error') AS errors,
                count(*) FILTER (WHERE e.status NOT IN ('success', 'failure', 'timeout', 'error')) AS others,
                count(*) FILTER (WHERE e.retry_attempt >= 0 AND (e.status = 'success' OR e.next_retry_at IS NULL)) AS runs,
                count(*) FILTER (WHERE e.status = 'success' AND e.retry_attempt > 0) AS recovered_runs,
                count(*) FILTER (WHERE e.retry_attempt >= 0 AND e.status <> 'success' AND e.next_retry_at IS NULL)
                    AS failed_runs,
                count(e.response_time_ms) AS timed,
                coalesce(sum(e.response_time_ms)::bigint, 0) AS total_ms,
                max(e.response_time_ms) AS max_ms,
                coalesce(
                    percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (
                        ORDER BY belfry.latency_middle(belfry.latency_bucket(e.response_time_ms))
                    ) FILTER (WHERE e.response_time_ms IS NOT NULL), ARRAY[NULL, NULL, NULL]::bigint[]
                ) AS percentiles
            FROM belfry.executions AS e
            CROSS JOIN (VALUES ('minute'), ('hour'), ('day')) AS u (unit)
            -- Each job, and all of them together; minutes of all alone.
            CROSS JOIN LATERAL (VALUES (e.job_id), ('')) AS j (job_id)
            WHERE NOT e.test AND (u.unit <> 'minute' OR j.job_id = '')
            GROUP BY 1, 2, 3
        ), rolled AS (
            SELECT 'hour' AS unit, job_id, hour AS start, executions::bigint, failures::bigint, timeouts::bigint,
                errors::bigint, others::bigint, runs::bigint, recovered_runs::bigint, failed_runs::bigint, timed::bigint,
                total_ms, max_ms, ARRAY[p50_ms, p95_ms, p99_ms]::bigint[] AS percentiles
            FROM belfry.hourly_rollups
            WHERE executions <> 0
            UNION ALL
            SELECT 'minute', job_id, minute, executions, failures, timeouts, errors, others, runs, recovered_runs,
                failed_runs, timed, total_ms, max_ms, ARRAY[p50_ms, p95_ms, p99_ms]
            FROM belfry.minute_rollups
            WHERE executions <> 0
            UNION ALL
            SELECT 'day', job_id, day, executions, failures, timeouts, errors, others, runs, recovered_runs, failed_runs,
                timed, total_ms, max_ms, ARRAY[p50_ms, p95_ms, p99_ms]
            FROM belfry.daily_rollups
            WHERE executions <> 0
        )
        SELECT count(*) FROM (
            (TABLE recomputed EXCEPT ALL TABLE rolled) UNION ALL (TABLE rolled EXCEPT ALL TABLE recomputed)
        ) AS d
        """

    /// Folds minutes of any age: those of the tests are of fixed days.
    private static func store(_ bench: IngestBench) -> RollupStore {
        RollupStore(pool: bench.pool, minutesKept: .days(10_000))
    }

    @Test(arguments: [1, 2] as [UInt64])
    func equalTheExecutionsAfterLateDuplicateAndConcurrentOnes(_ seed: UInt64) async throws {
        try await IngestBench.with("rollups") { bench async throws in
            let stream = Self.stream(seed: seed)
            let other = IngestBench.writer(bench.connection, bench.rules)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, writer) in [bench.writer, other].enumerated() {
                    group.addTask {
                        var random = SplitMix(state: seed &+ UInt64(index))
                        let store = Self.store(bench)
                        // Each replica gets all of it, in an order of its own.
                        let received = stream.shuffled(using: &random)
                        for start in stride(from: 0, to: received.count, by: 20) {
                            _ = try await writer.commit(Array(received[start..<min(start + 20, received.count)]))
                            _ = try await store.fold()
                        }
                    }
                }
                // The log of half of them comes in meanwhile; a webhook that comes later replaces its row.
                group.addTask {
                    let connection = try await Connection.connect(bench.connection)
                    var importer = ImportStore(connection)
                    for start in stride(from: 0, to: stream.count, by: 20) {
                        let rows = stream[start..<start + 10].map {
                            ImportedExecution($0.execution, isLogRow: true, isTimed: false)
                        }
                        _ = try await importer.store(rows)
                    }
                    await connection.close()
                }
                try await group.waitForAll()
            }
            await other.close()
            try await Self.store(bench).foldAll()
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions WHERE NOT test") > 400)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.hourly_rollups") > 20)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.minute_rollups") > 200)
            #expect(try await bench.value(Int64.self, Self.differences) == 0)
            let logRows: SQL = "SELECT count(*) FROM belfry.executions WHERE source = 'a1cron_logs'"
            #expect(try await bench.value(Int64.self, logRows) == 0)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.replaced_log_rows") == 0)
            #expect(
                try await bench.value(
                    Int64.self,
                    "SELECT min(batch_id) FROM belfry.rollup_progress"
                ) == bench.value(Int64.self, "SELECT max(batch_id) FROM belfry.ingest_batches")
            )
        }
    }

    @Test func aPassThatEndsHalfwayIsTakenUpWhereItEnded() async throws {
        try await IngestBench.with("halfway") { bench async throws in
            let store = RollupStore(pool: bench.pool, hoursPerPage: 1, minutesKept: .days(10_000))
            let stream = Self.stream(seed: 3)
            _ = try await bench.writer.commit(Array(stream[..<300]))
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN IF new.job_id = 'job-4' THEN RAISE 'not now'; END IF; RETURN new; END $$;
                    CREATE TRIGGER refuse BEFORE INSERT ON belfry.daily_rollups FOR EACH ROW EXECUTE FUNCTION refuse();
                    """,
                    name: "test"
                )
            }
            await #expect(throws: PostgresError.self) { try await store.foldAll() }
            let watermarks: SQL = "SELECT count(DISTINCT batch_id) FROM belfry.rollup_progress"
            #expect(try await bench.value(Int64.self, watermarks) == 2)
            _ = try await bench.writer.commit(Array(stream[300...]))
            await #expect(throws: PostgresError.self) { try await store.foldAll() }
            try await bench.pool.withConnection { connection in
                try await connection.script("DROP TRIGGER refuse ON belfry.daily_rollups", name: "test")
            }
            try await store.foldAll()
            #expect(try await bench.value(Int64.self, Self.differences) == 0)
            #expect(try await bench.value(Int64.self, watermarks) == 1)
        }
    }

    // The webhook ran in another hour than the log says, and twice.
    @Test(arguments: [true, false])
    func aWebhookReplacesTheImportedLogRowOfItsExecution(isFolded: Bool) async throws {
        try await IngestBench.with("replaced") { bench async throws in
            let store = Self.store(bench)
            let (first, retry) = (
                IngestBench.attempt("run-1", at: 61, status: .failure, retryIn: 5),
                IngestBench.attempt("run-1", at: 66, attempt: 1)
            )
            let logged = [("run-1", 58), ("run-2", 59)].map { id, minute in
                ImportedExecution(
                    IngestBench.attempt(id, at: minute, status: .timeout).execution,
                    isLogRow: true,
                    isTimed: false
                )
            }
            let sources: SQL =
                "SELECT string_agg(execution_id || ' ' || source, ', ' ORDER BY execution_id) FROM belfry.executions"
            try await bench.pool.withConnection { connection in
                var importer = ImportStore(connection)
                #expect(try await importer.store(logged).added == 2)
                if isFolded { try await store.foldAll() }
                #expect(try await bench.writer.commit([first]) == [.accepted])
                // At once, and not when the rollups know of it.
                #expect(try await bench.value(String.self, sources) == "run-1 webhook, run-2 a1cron_logs")
                if isFolded { try await store.foldAll() }
                #expect(try await bench.writer.commit([retry]) == [.accepted])
                #expect(try await importer.store(logged).known == 2)
                try await store.foldAll()
            }
            #expect(try await bench.value(String.self, sources) == "run-1 webhook, run-1 webhook, run-2 a1cron_logs")
            #expect(try await bench.value(Int64.self, Self.differences) == 0)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.job_hourly") == 3)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.imported_log_rows") == 1)
        }
    }

    @Test func anImportedAttemptReplacesTheLogRowOfItsExecution() async throws {
        try await IngestBench.with("replaced_by_import") { bench async throws in
            let attempt = IngestBench.attempt("run-1", status: .failure).execution
            try await bench.pool.withConnection { connection in
                var importer = ImportStore(connection)
                _ = try await importer.store([ImportedExecution(attempt, isLogRow: true, isTimed: false)])
                #expect(try await importer.store([ImportedExecution(attempt)]).added == 1)
            }
            let sources: SQL = "SELECT string_agg(source, ',') FROM belfry.executions"
            #expect(try await bench.value(String.self, sources) == "import")
            try await Self.store(bench).foldAll()
            #expect(try await bench.value(Int64.self, Self.differences) == 0)
        }
    }

    // What the view shows, and what is kept beyond it.
    @Test func minutesAreThoseOfTheLastDays() async throws {
        try await IngestBench.with("minutes") { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            let attempts = [13, 14, 16].flatMap { (days: Int64) in
                (0..<3).map { number in
                    var received = IngestBench.attempt("run-\(days)-\(number)", job: "job-\(number)")
                    received.execution.executedAt = (now - .days(days)).rounded(downTo: .minutes(1)) + .seconds(5)
                    received.receivedAt = received.execution.executedAt
                    received.contentDigest = ContentDigest.digest(received.execution)
                    return received
                }
            }
            _ = try await bench.writer.commit(attempts)
            try await RollupStore(pool: bench.pool).foldAll()
            let minutes: SQL = "SELECT string_agg(executions::text, ',') FROM"
            #expect(try await bench.value(String.self, "\(minutes) belfry.minute_rollups") == "3,3")
            #expect(try await bench.value(String.self, "\(minutes) belfry.all_minutely") == "3")
        }
    }

    @Test func percentilesOfSeveralHoursAreAtMostFivePercentOff() async throws {
        try await IngestBench.with("percentiles") { bench async throws in
            _ = try await bench.writer.commit(Self.stream(seed: 7))
            try await Self.store(bench).foldAll()
            let worst = try await bench.value(
                Double.self,
                """
                WITH merged AS (
                    SELECT job_id, belfry.merge_latencies(latencies) AS latencies FROM belfry.job_hourly GROUP BY job_id
                )
                SELECT max(abs(belfry.latency_percentile(m.latencies, f.fraction) / x.exact - 1))::double precision
                FROM merged AS m
                CROSS JOIN (VALUES (0.5), (0.9), (0.95), (0.99)) AS f (fraction)
                CROSS JOIN LATERAL (
                    SELECT percentile_disc(f.fraction) WITHIN GROUP (ORDER BY e.response_time_ms)::double precision
                    FROM belfry.executions AS e
                    WHERE e.job_id = m.job_id AND NOT e.test
                ) AS x (exact)
                """
            )
            #expect(worst <= 0.05)
        }
    }

    @Test func theScaleIsTheCoresOwn() async throws {
        try await IngestBench.with("scale") { bench async throws in
            let latencies: [Int64] =
                Array(0...2_000) + (0..<400).map { Int64(1.05 * Double($0) * Double($0) * 900) } + [
                    999_999_999, 1_000_000_000, 9_000_000_000,
                ]
            let different = try await bench.value(
                Int64.self,
                """
                SELECT count(*)
                FROM unnest(
                    \(latencies), \(latencies.map { Int32(LatencyScale.index(of: $0)) }),
                    \(latencies.map { LatencyScale.middle(of: LatencyScale.index(of: $0)) })
                ) AS core (latency, bucket, middle)
                WHERE belfry.latency_bucket(core.latency) <> core.bucket
                    OR belfry.latency_middle(core.bucket) <> core.middle
                """
            )
            #expect(different == 0)
        }
    }

    /// Attempts of eight jobs over two days, of every status and some of them tests.
    private static func stream(seed: UInt64) -> [ReceivedExecution] {
        var random = SplitMix(state: seed)
        let statuses: [ExecutionStatus] = [.success, .success, .success, .failure, .timeout, .error, .other("odd")]
        return (0..<500).map { number in
            let status = statuses[Int.random(in: 0..<statuses.count, using: &random)]
            var received = IngestBench.attempt(
                "run-\(number)",
                job: "job-\(Int.random(in: 0..<8, using: &random))",
                at: Int64.random(in: 0..<2_880, using: &random),
                status: status,
                attempt: Int32.random(in: 0...1, using: &random),
                retryIn: !status.isSuccess && Bool.random(using: &random) ? 5 : nil
            )
            let slowest: Int64 = 1 << Int64.random(in: 5...17, using: &random)
            received.execution.responseTimeMS = Int64.random(in: 20...slowest, using: &random)
            received.execution.isTest = number % 50 == 0
            received.contentDigest = ContentDigest.digest(received.execution)
            return received
        }
    }
}
