import BelfryCore
import BelfryStore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

/// The queries of `docs/history.md`, run as a reader would.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct HistoryQueriesTests {
    @Test func everyQueryAnswersTheReaderWithRows() async throws {
        let queries = try Self.documented()
        try #require(queries.count >= 12)
        try await Self.withHistory { bench async throws in
            let connection = try await Self.reader(bench)
            for query in queries {
                let rows = try await connection.query(Query("documented", SQL(stringLiteral: query), prepared: false))
                #expect(rows.count > 0, "\(query)")
            }
            await connection.close()
        }
    }

    @Test func theReaderChangesNothing() async throws {
        try await Self.withHistory { bench async throws in
            let connection = try await Self.reader(bench)
            await #expect(throws: PostgresError.self) {
                try await connection.query(Query("write", "DELETE FROM job_states", prepared: false))
            }
            await connection.close()
        }
    }

    @Test func anOutageLastsFromTheFirstFailureToTheNextSuccess() async throws {
        try await Self.withHistory { bench async throws in
            let outages = try await bench.value(
                String.self,
                """
                SELECT string_agg(concat_ws(' ', job_id, failures, duration_ms / 60000, ended_at IS NULL), ', '
                    ORDER BY started_at)
                FROM belfry.outages(now() - interval '2 days')
                WHERE job_id = 'job-1'
                """
            )
            #expect(outages == "job-1 2 20 f, job-1 1 10 f")
            let open = try await bench.value(
                String.self,
                "SELECT job_id || ' ' || failures FROM belfry.outages(now() - interval '2 days') WHERE ended_at IS NULL"
            )
            #expect(open == "job-2 1")
        }
    }

    @Test func percentilesWeighHoursByTheirAttempts() async throws {
        try await Self.withHistory { bench async throws in
            let (empty, single) = try await bench.pool.withConnection { connection in
                try await connection.query(
                    Query(
                        "percentiles",
                        """
                        SELECT belfry.latency_percentile('{}', 0.5), belfry.latency_percentile(
                            ARRAY[(10 << 23) | 1, (20 << 23) | 98, (10 << 23) | 1], 0.5
                        ) = belfry.latency_middle(20)
                        """
                    )
                )[0].decode(Int64?.self, Bool.self)
            }
            #expect(empty == nil && single)
        }
    }

    // Minutes, hours, days.
    @Test(arguments: ["6 hours", "10 days", "90 days"])
    func aTimeHasTheSameExecutionsByWhateverItIsRead(_ time: String) async throws {
        try await Self.withHistory { bench async throws in
            let history: SQL = "belfry.history(now() - \(time)::text::interval, now()"
            let sums: SQL = "SELECT concat_ws(' ', sum(executions), sum(failures), max(max_ms)) FROM"
            #expect(try await bench.value(String.self, "\(sums) \(history))") == "10 4 245")
            #expect(try await bench.value(String.self, "\(sums) \(history), 'job-1')") == "7 3 245")
            #expect(try await bench.value(String.self, "\(sums) \(history), 'nothing')") == "")
            let jobs = try await bench.value(
                String.self,
                """
                SELECT string_agg(concat_ws(' ', job_id, executions, failures, p50_ms BETWEEN 233 AND 257, max_ms), ', ')
                FROM belfry.jobs_history(now() - \(time)::text::interval, now())
                """
            )
            #expect(jobs == "job-1 7 3 t 245, job-2 3 1 t 245")
        }
    }

    @Test func theLatestRunsAreThoseOfTheView() async throws {
        try await Self.withHistory { bench async throws in
            let different = try await bench.value(
                Int64.self,
                """
                WITH latest AS (
                    SELECT run_id COLLATE "C" AS run_id, started_at, outcome, attempts, duration_ms, final_status,
                        final_response_code, error_message
                    FROM belfry.latest_runs('job-1', now() - interval '150 minutes', now() - interval '1 hour', 2)
                ), viewed AS (
                    SELECT run_id, started_at, outcome, attempts, duration_ms::double precision, final_status,
                        final_response_code, error_message
                    FROM belfry.runs
                    WHERE job_id = 'job-1' AND started_at BETWEEN now() - interval '150 minutes' AND now() - interval '1 hour'
                    ORDER BY started_at DESC
                    LIMIT 2
                )
                SELECT count(*) FROM (
                    (TABLE latest EXCEPT ALL TABLE viewed) UNION ALL (TABLE viewed EXCEPT ALL TABLE latest)
                    UNION ALL (SELECT * FROM latest WHERE (SELECT count(*) FROM latest) <> 2)
                ) AS d
                """
            )
            #expect(different == 0)
        }
    }

    /// The statements of the page's `sql` blocks.
    private static func documented() throws -> [String] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../docs/history.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
        return blocks.compactMap { $0.components(separatedBy: "```").first }
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "; \n")) }
    }

    /// A connection as `belfry psql` has it.
    private static func reader(_ bench: IngestBench) async throws -> Connection {
        let connection = try await Connection.connect(bench.connection)
        try await connection.script(
            "SET ROLE belfry_reader; SET search_path = belfry, public; SET default_transaction_read_only = on",
            name: "reader"
        )
        return connection
    }

    /// A day of two jobs: the first fails twice and recovers, twice over; the second's last attempt failed.
    private static func withHistory(_ body: (IngestBench) async throws -> Void) async throws {
        try await IngestBench.with("history") { bench async throws in
            let start = try await bench.value(Instant.self, "SELECT clock_timestamp() - interval '3 hours'")
            let outcomes: [(String, [Bool])] = [
                ("job-1", [true, false, false, true, true, false, true]), ("job-2", [true, true, false]),
            ]
            for (job, successes) in outcomes {
                for (index, isSuccess) in successes.enumerated() {
                    var received = IngestBench.attempt(
                        "\(job)-\(index)",
                        job: job,
                        status: isSuccess ? .success : .failure
                    )
                    received.execution.executedAt = start + .minutes(Int64(index) * 10)
                    received.receivedAt = received.execution.executedAt + .seconds(1)
                    received.contentDigest = ContentDigest.digest(received.execution)
                    _ = try await bench.writer.commit([received])
                }
            }
            try await RollupStore(pool: bench.pool).foldAll()
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    INSERT INTO belfry.channels VALUES ('ops/1', 'ops', 'slack', 'https://chat.example/…');
                    INSERT INTO belfry.notifications VALUES (1, 'ops', 'g', 1, 'firing', '{}', '{}', '{}', now());
                    INSERT INTO belfry.delivery_attempts (
                        channel, notification_id, delivery_id, attempt, target, lease_token, attempted_at, outcome
                    ) VALUES ('ops/1', 1, gen_random_uuid(), 1, 't', gen_random_uuid(), now(), 'delivered');
                    """,
                    name: "test"
                )
            }
            try await body(bench)
        }
    }
}
