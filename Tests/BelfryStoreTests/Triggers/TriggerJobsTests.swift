import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct TriggerJobsTests {
    @Test func aJobNobodyHasHeardOfIsAWarningWithTheNearest() async throws {
        try await IngestBench.with("trigger_jobs") { bench async throws in
            var rule = TriggerRule(
                name: "t",
                parents: [TriggerParent(job: "Report"), TriggerParent(job: "Reprot")],
                within: .hours(1),
                child: "job-2"
            )
            rule.file = "belfry.yaml"
            rule.line = 7
            let triggers = TriggerSet([rule])
            func problems() async throws -> [Problem] {
                try await bench.pool.withConnection { connection in
                    try await TriggerJobs.problems(in: triggers, on: connection)
                }
            }
            // Before the first webhook every name is as good as another.
            #expect(try await problems() == [])
            _ = try await bench.writer.commit([IngestBench.attempt("1")])
            let found = try await problems()
            #expect(found.allSatisfy { $0.severity == .warning && $0.line == 7 })
            #expect(
                found.map(\.description) == [
                    #"belfry.yaml:7: warning: trigger "t", after: no job named "Reprot" has sent a webhook so far (did you mean "Report"?)"#,
                    #"belfry.yaml:7: warning: trigger "t", job: no job named "job-2" has sent a webhook so far (did you mean "job-1"?)"#,
                ]
            )
        }
    }
}
