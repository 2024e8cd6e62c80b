import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Runs that did not come, from deadlines in the database.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct MissedRunTests {
    private static let rules = """
        groups:
          - name: missed
            rules:
              - {alert: Missed, on: missed, every: 1h, grace: 5m, expr: cron_job_name == "Report"}
        """

    /// A success some minutes before now.
    private func success(_ id: String, _ now: Instant, minutesAgo: Int64) -> ReceivedExecution {
        var received = IngestBench.attempt(id)
        received.execution.executedAt = now - .minutes(minutesAgo)
        received.receivedAt = received.execution.executedAt + .seconds(1)
        return received
    }

    private func watch(_ bench: IngestBench, fromMinutesAgo: Int, toMinutesAgo: Int = 0) async throws {
        let coverage = """
            INSERT INTO belfry.coverage (replica, started_at, last_heartbeat_at)
            VALUES (gen_random_uuid(), clock_timestamp() - interval '\(fromMinutesAgo) minutes',
                clock_timestamp() - interval '\(toMinutesAgo) minutes');
            """
        try await bench.pool.withConnection { connection in try await connection.script(coverage, name: "test") }
    }

    private func tick(_ bench: IngestBench) async throws {
        _ = try await TickerStore(pool: bench.pool, rules: bench.rules).decideDue(runningFor: .seconds(600))
    }

    private func matches(_ bench: IngestBench) async throws -> Int64 {
        try await bench.value(
            Int64.self,
            "SELECT coalesce(sum(matches), 0)::bigint FROM belfry.alert_episodes WHERE state = 'firing'"
        )
    }

    @Test func everyWatchedSlotThatPassedIsMissedAndTheNextRunEndsIt() async throws {
        try await IngestBench.with("slots", rules: Self.rules) { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            _ = try await bench.writer.commit([success("a", now, minutesAgo: 130)])
            try await watch(bench, fromMinutesAgo: 200)
            try await tick(bench)
            #expect(try await matches(bench) == 2)
            // The third slot is still to come.
            let due = try await bench.value(Instant.self, "SELECT due_at FROM belfry.deadlines")
            #expect(due == now - .minutes(130) + .hours(3) + .minutes(5))
            #expect(
                try await bench.value(Instant.self, "SELECT next_expected_at FROM belfry.jobs") == now - .minutes(70)
            )
            _ = try await bench.writer.commit([success("b", now, minutesAgo: 1)])
            #expect(try await matches(bench) == 0)
            #expect(
                try await bench.value(String.self, "SELECT schedule || ' ' || schedule_source FROM belfry.jobs")
                    == "every 1h rule"
            )
        }
    }

    @Test func aSlotNobodyWatchedIsUnknown() async throws {
        try await IngestBench.with("unwatched", rules: Self.rules) { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            _ = try await bench.writer.commit([success("a", now, minutesAgo: 190)])
            try await watch(bench, fromMinutesAgo: 200, toMinutesAgo: 100)
            try await watch(bench, fromMinutesAgo: 60)
            try await tick(bench)
            // Expected 130, 70 and 10 minutes ago; nobody was there for the second.
            #expect(try await matches(bench) == 2)
            for (view, unit) in [("job_hourly", "hour"), ("job_daily", "day")] {
                let counts = try await bench.value(
                    String.self,
                    "SELECT sum(missed) || ' ' || sum(unknown) FROM \(identifier: "belfry").\(identifier: view)"
                )
                #expect(counts == "2 1", "by \(unit)")
            }
        }
    }

    @Test func aRuleThatIsNewRingsForWhatIsMissingAlready() async throws {
        try await IngestBench.with("activation") { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            _ = try await bench.writer.commit([success("a", now, minutesAgo: 100)])
            try await watch(bench, fromMinutesAgo: 200)
            try await tick(bench)
            #expect(try await matches(bench) == 0)
            let new = try #require(RuleSet.load([RuleFile(name: "new.yaml", text: Self.rules)]).rules)
            try await bench.pool.withConnection { connection in try await bench.rules.activate(new, on: connection) }
            try await tick(bench)
            #expect(try await matches(bench) == 1)
        }
    }
}
