import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Rules about the last hours of jobs, on stored executions.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct WindowStoreTests {
    private static let rules = """
        groups:
          - name: windows
            rules:
              - {alert: Ratio, on: window, over: 1h, expr: executions >= 4 && failure_ratio > 0.4}
        """

    /// An attempt some minutes before now.
    private func attempt(
        _ id: String,
        _ now: Instant,
        minutesAgo: Int64,
        status: ExecutionStatus = .success,
        job: String = "job-1"
    ) -> ReceivedExecution {
        var received = IngestBench.attempt(id, job: job, status: status)
        received.execution.executedAt = now - .minutes(minutesAgo)
        received.receivedAt = received.execution.executedAt + .seconds(1)
        return received
    }

    private func firing(_ bench: IngestBench) async throws -> Int64 {
        try await bench.value(
            Int64.self,
            "SELECT count(*) FROM belfry.open_alerts WHERE alertname = 'Ratio' AND state = 'firing'"
        )
    }

    @Test func anAlertBeginsAndEndsWithWhatIsInTheWindow() async throws {
        try await IngestBench.with("window", rules: Self.rules) { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            let windows = WindowStore(pool: bench.pool, rules: bench.rules)
            _ = try await bench.writer.commit([
                attempt("a", now, minutesAgo: 40, status: .failure), attempt("b", now, minutesAgo: 30),
                attempt("old", now, minutesAgo: 90, status: .failure),
            ])
            #expect(try await windows.decideChanged().hasTransitions == false)
            _ = try await bench.writer.commit([
                attempt("c", now, minutesAgo: 20, status: .timeout), attempt("d", now, minutesAgo: 10),
                attempt("other", now, minutesAgo: 10, job: "job-2"),
            ])
            #expect(try await windows.decideChanged().hasTransitions)
            #expect(try await firing(bench) == 1)
            #expect(try await bench.value(Double.self, "SELECT value FROM belfry.open_alerts") == 0.5)
            // Another replica has the same windows, and nothing to add.
            let other = WindowStore(pool: bench.pool, rules: bench.rules)
            #expect(try await other.decideChanged().hasTransitions == false)
            _ = try await bench.writer.commit([attempt("e", now, minutesAgo: 5)])
            #expect(try await windows.decideChanged().hasTransitions)
            #expect(try await firing(bench) == 0)
            #expect(try await other.decideChanged().hasTransitions == false)
            #expect(
                try await bench.value(String.self, "SELECT resolve_reason FROM belfry.alerts WHERE alertname = 'Ratio'")
                    == "ended"
            )
        }
    }

    @Test func anAlertEndsWhenItsExecutionsHaveLeftTheWindow() async throws {
        try await IngestBench.with("left", rules: Self.rules) { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            for (index, id) in ["a", "b", "c", "d"].enumerated() {
                _ = try await bench.writer.commit([
                    attempt(id, now, minutesAgo: 59 - Int64(index), status: .failure)
                ])
            }
            _ = try await WindowStore(pool: bench.pool, rules: bench.rules).decideChanged()
            #expect(try await firing(bench) == 1)
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    "UPDATE belfry.executions SET executed_at = executed_at - interval '5 minutes'",
                    name: "test"
                )
            }
            // A replica that starts now has nothing of the job in its window, but the alert.
            _ = try await WindowStore(pool: bench.pool, rules: bench.rules).decideChanged()
            #expect(try await firing(bench) == 0)
        }
    }
}
