import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Jobs that are paused, resumed and forgotten.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct JobActivityStoreTests {
    private static let rules = """
        groups:
          - name: missed
            rules:
              - {alert: Missed, on: missed, every: 1h, grace: 5m, expr: cron_job_name == "Report"}
              - {alert: Failed, expr: status != "success"}
        """

    private static func change(_ bench: IngestBench, _ change: JobActivityDecider.Change) async throws
        -> JobActivityStore.Outcome?
    {
        try await JobActivityStore(pool: bench.pool, rules: bench.rules).change("job-1", change)
    }

    private static func tick(_ bench: IngestBench) async throws {
        _ = try await TickerStore(pool: bench.pool, rules: bench.rules).decideDue(runningFor: .seconds(600))
    }

    private static func alerts(_ bench: IngestBench) async throws -> String {
        try await bench.value(
            String?.self,
            """
            SELECT string_agg(alertname || ' ' || state || coalesce(' ' || resolve_reason, ''), ', ' ORDER BY alert_id)
            FROM belfry.alert_episodes
            """
        ) ?? ""
    }

    private static func state(_ bench: IngestBench) async throws -> String {
        try await bench.value(String.self, "SELECT state FROM belfry.jobs")
    }

    /// A success some minutes ago, in a database where every minute was watched.
    private static func watched(_ bench: IngestBench, successMinutesAgo minutes: Int64) async throws -> Instant {
        let coverage = """
            INSERT INTO belfry.coverage (replica, started_at, last_heartbeat_at)
            VALUES (gen_random_uuid(), clock_timestamp() - interval '5 hours', clock_timestamp());
            """
        try await bench.pool.withConnection { connection in try await connection.script(coverage, name: "test") }
        let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
        var received = IngestBench.attempt("first")
        received.execution.executedAt = now - .minutes(minutes)
        received.receivedAt = received.execution.executedAt
        _ = try await bench.writer.commit([received])
        return now
    }

    @Test func aForgottenJobsAlertsEndItsHistoryStaysAndTheNextExecutionRevivesIt() async throws {
        try await IngestBench.with("forget", rules: Self.rules) { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await Self.alerts(bench) == "Failed firing")
            let outcome = try #require(try await Self.change(bench, .forget))
            #expect(outcome.endedAlerts == 1)
            #expect(outcome.removedTests == 0)
            #expect(outcome.hasTransitions)
            #expect(try await Self.alerts(bench) == "Failed resolved forgotten")
            #expect(try await Self.state(bench) == "forgotten")
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.deadlines") == 0)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 1)
            #expect(try await MetricsStore(pool: bench.pool, rules: bench.rules).metricsSnapshot().jobs.isEmpty)
            #expect(try await JobOverviewStore(pool: bench.pool).list(state: nil, failingOnly: false).isEmpty)
            // The same writer: what it remembers of the job is not true any more.
            _ = try await bench.writer.commit([IngestBench.attempt("b", at: 10, status: .failure)])
            #expect(try await Self.state(bench) == "active")
            #expect(try await Self.alerts(bench) == "Failed resolved forgotten, Failed firing")
        }
    }

    @Test func toForgetAJobRemovesItsTestsAndOnlyThem() async throws {
        try await IngestBench.with("forget_tests", rules: Self.rules) { bench async throws in
            var test = IngestBench.attempt("test", at: 5, status: .failure)
            test.execution.isTest = true
            _ = try await bench.writer.commit([IngestBench.attempt("a"), test])
            #expect(try await Self.change(bench, .forget)?.removedTests == 1)
            let left = try await bench.value(
                String.self,
                """
                SELECT (SELECT string_agg(execution_id, ',') FROM belfry.executions)
                    || ' ' || (SELECT string_agg(execution_id, ',') FROM belfry.execution_keys)
                """
            )
            #expect(left == "a a")
        }
    }

    @Test func aPausedJobIsNotMissedAndWhatPassedIsNotAskedForAfterwards() async throws {
        try await IngestBench.with("pause", rules: Self.rules) { bench async throws in
            let now = try await Self.watched(bench, successMinutesAgo: 70)
            try await Self.tick(bench)
            #expect(try await Self.alerts(bench) == "Missed firing")
            #expect(try await Self.change(bench, .pause(until: nil))?.endedAlerts == 1)
            #expect(try await Self.alerts(bench) == "Missed resolved paused")
            #expect(try await Self.state(bench) == "paused")
            #expect(try await bench.value(Instant?.self, "SELECT next_expected_at FROM belfry.jobs") == nil)
            try await Self.tick(bench)
            _ = try await Self.change(bench, .resume)
            try await Self.tick(bench)
            #expect(try await Self.alerts(bench) == "Missed resolved paused")
            #expect(try await Self.state(bench) == "active")
            let next = try await bench.value(Instant.self, "SELECT next_expected_at FROM belfry.jobs")
            #expect(next > now)
        }
    }

    @Test func aPauseEndsAtItsDate() async throws {
        try await IngestBench.with("pause_until", rules: Self.rules) { bench async throws in
            let now = try await Self.watched(bench, successMinutesAgo: 70)
            _ = try await Self.change(bench, .pause(until: now + .hours(1)))
            let overview = try #require(try await JobOverviewStore(pool: bench.pool).find("Report").first)
            #expect(overview.pausedUntil == now + .hours(1))
            try await Self.tick(bench)
            #expect(try await Self.state(bench) == "paused")
            let script = "UPDATE belfry.deadlines SET due_at = clock_timestamp() WHERE kind = 'pause_end';"
            try await bench.pool.withConnection { connection in try await connection.script(script, name: "test") }
            try await Self.tick(bench)
            #expect(try await Self.state(bench) == "active")
            #expect(try await Self.alerts(bench) == "")
            #expect(
                try await bench.value(String.self, "SELECT string_agg(kind, ',') FROM belfry.deadlines") == "missed_run"
            )
        }
    }

    @Test func aRetryThatIsStillToComeIsAwaitedAgainAfterAPause() async throws {
        try await IngestBench.with("pause_retry") { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            var failed = IngestBench.attempt("a", status: .failure)
            failed.execution.executedAt = now
            failed.execution.nextRetryAt = now + .minutes(30)
            failed.receivedAt = now
            _ = try await bench.writer.commit([failed])
            let deadlines: SQL = "SELECT coalesce(string_agg(kind, ','), 'none') FROM belfry.deadlines"
            #expect(try await bench.value(String.self, deadlines) == "retry_overdue")
            _ = try await Self.change(bench, .pause(until: nil))
            #expect(try await bench.value(String.self, deadlines) == "none")
            _ = try await Self.change(bench, .resume)
            #expect(try await bench.value(String.self, deadlines) == "retry_overdue")
        }
    }

    @Test func anExecutionEndsAPauseAndItsDateChangesNothingLater() async throws {
        try await IngestBench.with("pause_execution", rules: Self.rules) { bench async throws in
            let now = try await Self.watched(bench, successMinutesAgo: 30)
            _ = try await Self.change(bench, .pause(until: now + .hours(1)))
            var received = IngestBench.attempt("next")
            received.execution.executedAt = now
            received.receivedAt = now
            _ = try await bench.writer.commit([received])
            #expect(try await Self.state(bench) == "active")
            _ = try await Self.change(bench, .pause(until: nil))
            try await Self.tick(bench)
            #expect(try await Self.state(bench) == "paused")
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.deadlines") == 0)
        }
    }

    @Test func anUnknownJobIsToldFromAKnownOne() async throws {
        try await IngestBench.with("no_job") { bench async throws in
            #expect(try await Self.change(bench, .forget) == nil)
        }
    }
}
