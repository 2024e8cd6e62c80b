import BelfryCore
import Foundation
import Testing

@Suite struct RuleLoadingTests {
    @Test func theBuiltInRulesAreTheShippedFile() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        let file = try String(contentsOf: root.appendingPathComponent("alerts/belfry.yaml"), encoding: .utf8)
        #expect(BuiltInRules.file.text == file)
        let loaded = RuleSet.load([BuiltInRules.file])
        #expect(loaded.problems.isEmpty)
        #expect(loaded.rules?.rules.map(\.alertname) == ["JobFailed", "CriticalJobFailed", "SlowJob", "RetryOverdue"])
    }

    @Test(arguments: [
        ("expr: statu != \"success\"", "did you mean 'status'"),
        ("expr: response_time_ms", "must be true or false"),
        ("expr: response_time_ms + \"x\" == 1", "no matching overload"),
        ("expr: \"true\"\n        foor: 5m", "unknown key \"foor\" (did you mean \"for\"?)"),
        ("expr: \"true\"\n        for: soon", "must be a duration"),
        ("expr: \"true\"\n        labels: {severity: sever}", "severity is one of"),
        ("expr: \"true\"\n        labels: {cron_job_id: x}", "is set by Belfry"),
        ("expr: \"true\"\n        annotations: {summary: \"{{cron_job_nam}}\"}", "did you mean \"cron_job_name\"?"),
        ("on: executions\n        expr: \"true\"", "unknown trigger \"executions\" (did you mean \"execution\"?)"),
        ("on: retry_overdue\n        for: 5m", "has no meaning"),
        ("labels: {severity: error}", "\"expr\" is missing"),
    ])
    func aMistakeIsReportedWithItsPlace(rule: String, message: String) throws {
        let text = "groups:\n  - name: g\n    rules:\n      - alert: Wrong\n        \(rule)\n"
        let loaded = RuleSet.load([RuleFile(name: "mine.yaml", text: text)])
        #expect(loaded.rules == nil)
        let problem = try #require(loaded.problems.first)
        #expect(problem.message.contains(message))
        #expect(problem.file == "mine.yaml")
        #expect((4...6).contains(problem.line ?? 0))
        #expect(problem.place.contains("group \"g\", rule \"Wrong\""))
    }

    @Test func allProblemsAreReportedAtOnce() {
        let text = """
            groups:
              - name: g
                rules:
                  - {alert: A, expr: statu == "x"}
                  - {alert: A, expr: "true"}
                  - {alert: B, expr: "1"}
              - name: g
                rules: []
            """
        let loaded = RuleSet.load([RuleFile(name: "mine.yaml", text: text)])
        #expect(loaded.problems.count == 4)
    }

    @Test func aRuleWithoutAValueKeepsTheStateAndIsReported() throws {
        let text = """
            groups:
              - name: g
                rules:
                  - {alert: Server, expr: response_code >= 500}
            """
        var history = History(rules: try #require(RuleSet.load([RuleFile(name: "r", text: text)]).rules))
        history.take([History.attempt("a", at: 0, status: .failure)])
        #expect(history.firing == ["Server"])
        var timeout = History.attempt("b", at: 1, status: .timeout)
        timeout.execution.responseCode = nil
        history.take([timeout])
        #expect(history.firing == ["Server"])
        #expect(history.failures.map(\.alertname) == ["Server"])
    }

    @Test func jsonOfTheBodyDecides() throws {
        let text = """
            groups:
              - name: g
                rules:
                  - {alert: Records, expr: json(response_body).records_synced > 0}
            """
        var history = History(rules: try #require(RuleSet.load([RuleFile(name: "r", text: text)]).rules))
        var received = History.attempt("a", at: 0)
        received.execution.responseBody = #"{"records_synced": 42, "rest": [1.5, null, true]}"#
        history.take([received])
        #expect(history.firing == ["Records"])
        received = History.attempt("b", at: 1)
        received.execution.responseBody = #"{"records_synced": 4"#
        history.take([received])
        #expect(history.failures.count == 1)
    }
}
