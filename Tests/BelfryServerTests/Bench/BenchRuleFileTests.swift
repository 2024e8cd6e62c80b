import BelfryCore
import BelfryServer
import Testing

@Suite struct BenchRuleFileTests {
    @Test func itHasFiftyRulesWithoutAProblem() throws {
        let (loaded, problems) = RuleSet.load([BenchRuleFile.file])
        let set = try #require(loaded)
        let rules = set.rules
        #expect(problems.isEmpty, "\(problems)")
        #expect(rules.count == 50)
        #expect(Set(rules.map(\.trigger)) == [.execution, .run])
        #expect(set.usesHistory)
    }

    /// A measurement of rules is none of alerts: what the generator sends must not ring.
    @Test func whatTheGeneratorSendsRingsRarely() throws {
        let rules = try #require(RuleSet.load([BenchRuleFile.file]).rules)
        let executions = (0..<500).map { number in
            let fails = number % 50 == 0
            let execution = Execution(
                jobID: "job-\(number % 100)",
                jobName: "bench-job-\(number % 100)",
                executionID: "\(number)",
                status: fails ? .failure : .success,
                executedAt: Instant(seconds: 1_700_000_000 + Int64(number)),
                responseCode: fails ? 500 : 200,
                responseTimeMS: 700,
                responseBody: #"{"rows": 1024}"#,
                errorMessage: fails ? "Endpoint returned status code 500" : nil
            )
            return ReceivedExecution(
                execution: execution,
                receivedAt: execution.executedAt,
                contentDigest: ContentDigest.digest(execution)
            )
        }
        let now = Instant(seconds: 1_700_001_000)
        let decision = BatchDecider.decide(
            Batch(batchID: 1, now: now, executions: executions, jobs: [:], openAlerts: [:]),
            rules: rules
        )
        #expect(decision.failures.isEmpty)
        #expect(decision.transitions.isEmpty)
    }
}
