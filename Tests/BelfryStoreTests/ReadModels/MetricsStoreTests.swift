import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct MetricsStoreTests {
    @Test func aSnapshotHasTheLatestAttemptAndThePartitions() async throws {
        try await IngestBench.with("metrics") { bench async throws in
            let store = MetricsStore(pool: bench.pool, rules: ActiveRules())
            #expect(try await store.metricsSnapshot().missingPartitions == 8)
            var attempt = IngestBench.attempt("exe_1")
            attempt.execution.executedAt = try await bench.value(Instant.self, "SELECT clock_timestamp()") - .days(3)
            attempt.receivedAt = attempt.execution.executedAt
            #expect(try await bench.writer.commit([attempt]) == [.accepted])
            _ = try await PartitionStore(pool: bench.pool).maintain()
            let snapshot = try await store.metricsSnapshot()
            #expect(snapshot.missingPartitions == 0)
            #expect(snapshot.jobs.map(\.lastExecutionID) == ["exe_1"])
            #expect(snapshot.jobs.map(\.lastExecutionAt) == [attempt.execution.executedAt])
        }
    }
}
