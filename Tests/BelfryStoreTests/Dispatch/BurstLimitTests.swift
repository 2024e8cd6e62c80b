import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What exceeds a receiver's `burst_limit` goes out as one list, as the database shows it.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct BurstLimitTests {
    private static func routing(limit: Int = 2) -> DispatchRouting {
        DispatchRouting(
            root: Route(receiver: "ops"),
            inhibitRules: [],
            channels: ["ops": ["ops/webhook/0"]],
            burstLimits: ["ops": limit]
        )
    }

    private func round(_ bench: IngestBench, limit: Int = 2) async throws -> DispatchReport {
        try await DispatchStore(pool: bench.pool, rules: bench.rules).round(Self.routing(limit: limit))
    }

    /// Lets the receiver's minute be over, and every group be as old.
    private func passAMinute(_ bench: IngestBench) async throws {
        try await bench.pool.withConnection { connection in
            try await connection.script(
                """
                UPDATE belfry.receiver_bursts SET minute_at = minute_at - interval '61 seconds';
                UPDATE belfry.notification_groups SET last_notified_at = last_notified_at - interval '61 seconds';
                """,
                name: "test"
            )
        }
    }

    private func fail(_ bench: IngestBench, jobs: ClosedRange<Int>, at minute: Int64 = 0) async throws {
        _ = try await bench.writer.commit(
            jobs.map { IngestBench.attempt("f\($0)", job: "job-\($0)", at: minute, status: .failure) }
        )
    }

    @Test func whatExceedsTheLimitIsOneListThatNamesEveryJob() async throws {
        try await IngestBench.with("burst") { bench async throws in
            try await fail(bench, jobs: 1...6)
            let first = try await round(bench)
            #expect(first.notifications == 2)
            #expect(first.heldBack == [.coalesced: 4])
            let due = try #require(first.nextDueAt)
            #expect(due - first.now == .minutes(1))
            #expect(try await round(bench).notifications == 0)
            // One of those that wait recovers, and so does one that was told: both ends are in the list.
            let told = try await bench.value(String.self, "SELECT min(job_ids[1]) FROM belfry.notifications")
            let waiting = try await bench.value(String.self, "SELECT min(job_id) FROM belfry.coalesced_alerts")
            _ = try await bench.writer.commit([
                IngestBench.attempt("s1", job: told, at: 1), IngestBench.attempt("s2", job: waiting, at: 1),
            ])
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    "UPDATE belfry.notification_groups SET last_notified_at = last_notified_at - interval '10 seconds'",
                    name: "test"
                )
            }
            #expect(try await round(bench).notifications == 0)

            try await passAMinute(bench)
            let list = try await round(bench)
            #expect(list.notifications == 1)
            let jobs = try await bench.value(
                String.self,
                """
                SELECT array_to_string(ARRAY(SELECT unnest(job_ids) ORDER BY 1), ' ')
                FROM belfry.notifications WHERE reason = 'digest'
                """
            )
            #expect(jobs.split(separator: " ").count == 5)
            #expect(jobs.contains(told) && jobs.contains(waiting))
            let states = try await bench.value(
                String.self,
                """
                SELECT string_agg(DISTINCT alert->>'state', ' ' ORDER BY alert->>'state')
                FROM belfry.notifications, jsonb_array_elements(content->'alerts') AS alert WHERE reason = 'digest'
                """
            )
            #expect(states == "firing resolved")
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.outbox") == 3)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.coalesced_alerts") == 0)
            // What was in the list is told, and has nothing more to say.
            #expect(try await round(bench).notifications == 0)
            let record = try await bench.value(
                String.self,
                """
                SELECT string_agg(coalesce(n.suppressed, m.reason), ' ' ORDER BY n.at)
                FROM belfry.notification_alerts AS n
                LEFT JOIN belfry.notifications AS m ON m.notification_id = n.notification_id
                WHERE n.job_id = \(told)
                """
            )
            #expect(record == "firing coalesced digest")
        }
    }

    @Test func theListCountsForTheNextMinute() async throws {
        try await IngestBench.with("burst_next") { bench async throws in
            try await fail(bench, jobs: 1...3)
            #expect(try await round(bench).notifications == 2)
            try await passAMinute(bench)
            try await fail(bench, jobs: 4...6, at: 1)
            let second = try await round(bench)
            #expect(second.notifications == 2, "the list and one message")
            #expect(second.heldBack == [.coalesced: 2])
        }
    }

    @Test func withoutALimitEveryMessageGoesOut() async throws {
        try await IngestBench.with("no_burst") { bench async throws in
            try await fail(bench, jobs: 1...20)
            let report = try await round(bench, limit: 0)
            #expect(report.notifications == 20)
            #expect(report.heldBack == [:])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.receiver_bursts") == 0)
        }
    }
}
