import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct PartitionStoreTests {
    @Test func daysAheadAreMadeOnceAndLateRowsMoveOutOfTheDefault() async throws {
        try await IngestBench.with("partitions") { bench async throws in
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            var late = IngestBench.attempt("late")
            late.execution.executedAt = now - .days(30)
            var ancient = IngestBench.attempt("ancient", job: "job-2")
            ancient.execution.executedAt = now - .days(900)
            var future = IngestBench.attempt("future", job: "job-3")
            future.execution.executedAt = now + .days(4_000)
            #expect(try await bench.writer.commit([late, ancient, future]) == [.accepted, .accepted, .accepted])

            let store = PartitionStore(pool: bench.pool)
            #expect(try await store.maintain().count == 9)
            #expect(try await store.maintain() == [])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions_default") == 2)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 3)
            var today = IngestBench.attempt("today")
            today.execution.executedAt = now
            #expect(try await bench.writer.commit([today]) == [.accepted])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions_default") == 2)
        }
    }
}
