import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What Belfry did not see because it was down is unknown, never missed.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct TickerStoreTests {
    /// Decides a retry that was due a quarter of an hour ago; `coverage` is SQL that inserts when Belfry was watching.
    private func firing(_ name: String, coverage: String, runningFor running: Duration = .seconds(600)) async throws
        -> Int64
    {
        try await IngestBench.with(name) { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            var failed = IngestBench.attempt("a", status: .failure)
            failed.execution.executedAt = now - .minutes(30)
            failed.receivedAt = now - .minutes(30)
            failed.execution.nextRetryAt = now - .minutes(25)
            _ = try await bench.writer.commit([failed])
            try await bench.pool.withConnection { connection in try await connection.script(coverage, name: "test") }
            _ = try await TickerStore(pool: bench.pool, rules: bench.rules).decideDue(runningFor: running)
            return try await bench.value(
                Int64.self,
                "SELECT count(*) FROM belfry.open_alerts WHERE alertname = 'RetryOverdue' AND state = 'firing'"
            )
        }
    }

    private static func watched(from: Int, to: Int) -> String {
        """
        INSERT INTO belfry.coverage (replica, started_at, last_heartbeat_at)
        VALUES (gen_random_uuid(), clock_timestamp() - interval '\(from) minutes',
            clock_timestamp() - interval '\(to) minutes');
        """
    }

    @Test func aRetryThatWasWatchedForAndDidNotComeFires() async throws {
        #expect(try await firing("watched", coverage: Self.watched(from: 60, to: 0)) == 1)
    }

    @Test func aHoleMakesItUnknown() async throws {
        let coverage = Self.watched(from: 60, to: 22) + Self.watched(from: 18, to: 0)
        #expect(try await firing("hole", coverage: coverage) == 0)
    }

    @Test func whatWasAnswered503IsAHole() async throws {
        let refused = """
            INSERT INTO belfry.coverage_gaps VALUES (gen_random_uuid(), clock_timestamp() - interval '20 minutes',
                clock_timestamp() - interval '19 minutes');
            """
        #expect(try await firing("refused", coverage: Self.watched(from: 60, to: 0) + refused) == 0)
    }

    @Test func nothingAbsentIsJudgedRightAfterAStart() async throws {
        let coverage = Self.watched(from: 60, to: 0)
        #expect(try await firing("start", coverage: coverage, runningFor: .seconds(10)) == 0)
    }
}
