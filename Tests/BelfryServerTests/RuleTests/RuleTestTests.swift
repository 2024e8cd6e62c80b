import BelfryCore
import BelfryServer
import Foundation
import Testing

struct RuleTestTests {
    private static let rules = """
        groups:
          - name: g
            rules:
              - {alert: Failed, expr: status != "success", labels: {team: data}, annotations: {summary: "{{cron_job_name}} broke"}}
        """

    /// Runs a test file beside a rule file.
    private func run(_ text: String, rules: String = Self.rules) throws -> (failures: [String], problems: [String]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try rules.write(toFile: "\(folder)/r.yaml", atomically: true, encoding: .utf8)
        try text.write(toFile: "\(folder)/r.test.yaml", atomically: true, encoding: .utf8)
        let (file, problems) = RuleTestReader.read("\(folder)/r.test.yaml")
        return (file.map { RuleTestRunner.run($0).map(\.description) } ?? [], problems.map(\.message))
    }

    @Test func whatIsAsExpectedPasses() throws {
        let (failures, problems) = try run(
            """
            rule_files: [r.yaml]
            tests:
              - executions: [{at: 0s, job: a, status: error}, {at: 5m, job: a}]
                alert_rule_test:
                  - eval_time: 0s
                    alertname: Failed
                    exp_alerts:
                      - {job: a, exp_labels: {team: data, severity: warning}, exp_annotations: {summary: a broke}}
                  - {eval_time: 5m, exp_alerts: []}
                notification_test:
                  - eval_time: 1h
                    exp_notifications: [{reason: firing, alerts: [Failed]}, {reason: resolved, alerts: [Failed]}]
            """
        )
        #expect(failures == [])
        #expect(problems == [])
    }

    @Test(arguments: [
        ("exp_alerts: []", "labels {severity=\"warning\", team=\"data\"}"),
        ("exp_alerts: [{alertname: Failed}, {alertname: Failed}]", "expected:"),
        ("exp_alerts: [{alertname: Failed, job: b}]", "Failed of b"),
        ("exp_alerts: [{alertname: Failed, exp_labels: {team: data}}]", "labels {team=\"data\"}"),
        ("exp_alerts: [{alertname: Failed, exp_annotations: {summary: b broke}}]", "summary=\"b broke\""),
        ("exp_alerts: [{alertname: Failed, state: pending}]", "Failed, pending"),
    ])
    func aDifferenceIsToldWithWhatWasExpectedAndWhatCame(check: String, said: String) throws {
        let (failures, problems) = try run(
            """
            rule_files: [r.yaml]
            tests:
              - name: the name
                executions: [{at: 0s, job: a, status: error}]
                alert_rule_test:
                  - {eval_time: 1m, \(check)}
            """
        )
        #expect(problems == [])
        let failure = try #require(failures.first)
        #expect(failure.hasPrefix("the name, at 1m (line 6), alerts\n"))
        #expect(failure.contains(said))
    }

    @Test func messagesThatWereNotExpectedAreTold() throws {
        let (failures, _) = try run(
            """
            rule_files: [r.yaml]
            receivers: [chat, pager]
            route:
              receiver: chat
              group_wait: 30s
              routes: [{receiver: pager, matchers: ['severity="critical"']}]
            tests:
              - executions: [{at: 0s, job: a, status: error}]
                notification_test:
                  - {eval_time: 29s, exp_notifications: []}
                  - {eval_time: 30s, receiver: pager, exp_notifications: []}
                  - {eval_time: 30s, receiver: chat, exp_notifications: [{reason: resolved, alerts: [Failed]}]}
            """
        )
        #expect(failures.count == 1)
        #expect(failures.first?.contains("firing [\"Failed\"] to chat at 30s") == true)
    }

    /// One job fails and recovers at night, another fails at night and stays so, a third was told before the night.
    @Test func aMutedRouteIsToldWhenTheIntervalEnds() throws {
        let (failures, problems) = try run(
            """
            rule_files: [r.yaml]
            receivers: [chat]
            route: {receiver: chat, routes: [{matchers: [team=data], mute_time_intervals: [night]}]}
            time_intervals:
              - name: night
                time_intervals:
                  - times: [{start_time: '00:00', end_time: '06:00'}, {start_time: '22:00', end_time: '24:00'}]
                    location: Europe/Berlin
            tests:
              - start: '2026-01-01T20:00:00Z'
                executions:
                  - {at: 0s, job: told before, status: error}
                  - {at: 2h, job: recovers, status: error}
                  - {at: 3h, job: recovers}
                  - {at: 4h, job: stays, status: error}
                  - {at: 5h, job: told before}
                notification_test:
                  - {eval_time: 4h59m, exp_notifications: [{reason: firing, alerts: [Failed]}]}
                  - {eval_time: 5h, exp_notifications: [{reason: resolved, alerts: [Failed]}]}
                  - {eval_time: 8h59m, exp_notifications: []}
                  - {eval_time: 9h, exp_notifications: [{reason: firing, alerts: [Failed]}]}
                  - {eval_time: 13h, exp_notifications: [{reason: repeat, alerts: [Failed]}]}
                  - {eval_time: 32h, exp_notifications: [{reason: repeat, alerts: [Failed]}, {reason: repeat, alerts: [Failed]}]}
                  - {eval_time: 33h, exp_notifications: [{reason: repeat, alerts: [Failed]}]}
            """
        )
        #expect(failures == [])
        #expect(problems == [])
    }

    @Test func aRuleWithoutAValueFailsTheTest() throws {
        let (failures, _) = try run(
            """
            rule_files: [r.yaml]
            tests:
              - executions: [{at: 0s, job: a, response_body: no json}]
                alert_rule_test: [{eval_time: 0s, exp_alerts: []}]
            """,
            rules: """
                groups: [{name: g, rules: [{alert: Empty, expr: json(response_body).rows == 0}]}]
                """
        )
        #expect(failures.count == 1)
        #expect(failures.first?.contains("rule Empty") == true)
    }

    @Test(arguments: [
        (
            "tests: [{executions: [{at: 0s, job: a, state: error}], alert_rule_test: [{eval_time: 0s}]}]",
            "unknown key \"state\""
        ),
        ("tests: [{executions: [{at: 0s}], alert_rule_test: [{eval_time: 0s}]}]", "\"job\" is missing"),
        (
            "tests: [{alert_rule_test: [{eval_time: 0s, alertname: Faild}]}]",
            "no rule is named \"Faild\" (did you mean \"Failed\"?)"
        ),
        ("tests: [{name: x}]", "the test checks nothing"),
        (
            "tests: [{executions: [{at: 0s, job: a, times: 3}], alert_rule_test: [{eval_time: 0s}]}]",
            "\"times\" needs \"every\""
        ),
        ("tests: [{alert_rule_test: [{eval_time: soon}]}]", "is not a duration"),
        ("rule_files: [gone.yaml]\ntests: []", "matches no file (rule_files)"),
    ])
    func mistakesAreReported(text: String, message: String) throws {
        let (_, problems) = try run(text.hasPrefix("rule_files") ? text : "rule_files: [r.yaml]\n\(text)")
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }

    @Test func aRuleOnRunsSeesEachClosedRunOnceAndCountsRuns() throws {
        let (failures, problems) = try run(
            """
            rule_files: [r.yaml]
            tests:
              - executions:
                  - {at: 0s, job: a, execution_id: r1, status: failure, retry_in: 1m}
                  - {at: 1m, job: a, execution_id: r1, status: failure, retry_attempt: 1, retry_in: 1m}
                  - {at: 2m, job: a, execution_id: r1, retry_attempt: 2}
                  - {at: 1h, job: a, execution_id: r2, status: failure, retry_in: 1m}
                  - {at: 61m, job: a, execution_id: r2, status: failure, retry_attempt: 1, retry_in: 1m}
                  - {at: 62m, job: a, execution_id: r2, retry_attempt: 2}
                  - {at: 2h, job: a}
                alert_rule_test:
                  - {eval_time: 1m, exp_alerts: []}
                  - {eval_time: 2m, exp_alerts: [{alertname: Shaky, state: pending}]}
                  - {eval_time: 61m, exp_alerts: [{alertname: Shaky, state: pending}]}
                  - eval_time: 62m
                    exp_alerts: [{alertname: Shaky, exp_annotations: {summary: a took 3 attempts and 120200 ms}}]
                  - {eval_time: 2h, exp_alerts: []}
            """,
            rules: """
                groups:
                  - name: g
                    rules:
                      - alert: Shaky
                        on: run
                        expr: run.outcome == "recovered" && run.attempts >= 3
                        consecutive: 2
                        annotations:
                          summary: "{{cron_job_name}} took {{run.attempts}} attempts and {{run.duration_ms}} ms"
                """
        )
        #expect(problems == [])
        #expect(failures == [])
    }

    @Test func theExampleOfTheDocumentationPasses() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = try String(contentsOf: root.appending(path: "docs/rules.md"), encoding: .utf8)
        let examples = page.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        try #require(examples.count == 3)
        // The one between them is a rule by itself.
        let missed = "groups:\n  - name: missed\n    rules:\n" + examples[1]
        #expect(RuleSet.load([RuleFile(name: "missed.yaml", text: missed)]).problems == [])
        let (failures, problems) = try run(
            examples[2].replacing("belfry.yaml", with: "r.yaml"),
            rules: examples[0]
        )
        #expect(failures == [])
        #expect(problems == [])
    }
}
