import BelfryCore
import Testing

struct RuleTraceTests {
    private func traces(_ expr: String, on trigger: String = "execution", outcome: RunOutcome? = nil) throws
        -> RuleTrace
    {
        let text = "groups: [{name: g, rules: [{alert: A, on: \(trigger), expr: '\(expr)'}]}]"
        let rules = try #require(RuleSet.load([RuleFile(name: "r", text: text)]).rules)
        let received = History.attempt("a", at: 0, status: .failure, name: "critical backup", ms: 700)
        let run = RunFacts(runID: "a", startedAt: received.execution.executedAt, attemptsSeen: 1, outcome: outcome)
        return try #require(
            RuleTrace.traces(
                of: rules,
                on: AttemptSubject(received: received, run: run, history: .unknown)
            ).first
        )
    }

    @Test func everyConditionHasItsValueAndTheNamesItReads() throws {
        let trace = try traces(#"status != "success" && (response_time_ms > 5000 || !cron_job_name.contains("test"))"#)
        #expect(trace.verdict == .matches)
        #expect(
            trace.conditions.map(\.source) == [
                #"status != "success""#, "response_time_ms > 5000", #"cron_job_name.contains("test")"#,
            ]
        )
        #expect(trace.conditions.map(\.value) == ["true", "false", "false"])
        #expect(
            trace.conditions.map(\.names) == [
                ["status": "\"failure\""], ["response_time_ms": "700"], ["cron_job_name": "\"critical backup\""],
            ]
        )
    }

    @Test func anErrorIsNeitherTrueNorFalse() throws {
        let trace = try traces("json(error_message).rows == 0")
        #expect(trace.verdict == .noValue)
        #expect(trace.conditions.first?.value?.hasPrefix("no value: ") == true)
    }

    @Test func aRuleOnRunsIsEvaluatedOnlyWhereARunEnded() throws {
        #expect(try traces("run.attempts > 0", on: "run").verdict == .notEvaluated)
        #expect(try traces("run.attempts > 0", on: "run", outcome: .failed).verdict == .matches)
    }
}
