import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// A partition that is attached while an execution is on its way into the default one costs a moment, not the execution.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct PartitionRaceTests {
    @Test func anExecutionOvertakenByItsPartitionIsStored() async throws {
        try await IngestBench.with("overtaken") { bench async throws in
            // The writer knows the table as it was.
            _ = try await bench.writer.commit([IngestBench.attempt("a")])
            let maintainer = try await Connection.connect(bench.connection)
            try await maintainer.query(.begin)
            try await maintainer.script(
                """
                LOCK TABLE belfry.executions_default IN ACCESS EXCLUSIVE MODE;
                CREATE TABLE belfry.executions_day (LIKE belfry.executions INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
                WITH moved AS (DELETE FROM belfry.executions_default RETURNING *)
                INSERT INTO belfry.executions_day SELECT * FROM moved;
                ALTER TABLE belfry.executions ATTACH PARTITION belfry.executions_day
                FOR VALUES FROM ('2026-09-21 00:00:00Z') TO ('2026-09-22 00:00:00Z');
                """,
                name: "attach"
            )
            async let verdicts = bench.writer.commit([IngestBench.attempt("b", at: 1)])
            try await Task.sleep(for: .milliseconds(300))
            try await maintainer.query(.commit)
            #expect(try await verdicts == [.accepted])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions_day") == 2)
            await maintainer.close()
        }
    }
}
