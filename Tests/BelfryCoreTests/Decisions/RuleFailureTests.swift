import BelfryCore
import Testing

/// Rules that have no value ring once for each rule.
@Suite struct RuleFailureTests {
    private let now = Instant(seconds: 1_790_000_000)

    @Test func theFirstErrorFiresAndLaterOnesOnlyKeepIt() throws {
        let first = RuleFailureDecider.decide(["Synced": "no JSON"], open: [], batchID: 1, now: now)
        let alert = try #require(first.alerts.first)
        #expect(alert.state == .firing)
        #expect(alert.annotations["description"]?.plain == "no JSON")
        #expect(alert.allLabels == ["alertname": "RuleEvaluationFailed", "rule": "Synced", "severity": "warning"])
        #expect(first.transitions.map(\.kind) == [.firing])
        #expect(first.deadlines.map(\.dueAt) == [now + .days(1)])

        let later = RuleFailureDecider.decide(["Synced": "other"], open: [alert], batchID: 2, now: now + .hours(2))
        #expect(later.transitions.isEmpty)
        #expect(later.alerts.first?.annotations["description"]?.plain == "no JSON")
        #expect(later.deadlines.map(\.dueAt) == [now + .hours(26)])
    }

    @Test func itEndsADayAfterTheLastError() throws {
        let decision = RuleFailureDecider.decide(["Synced": "no JSON"], open: [], batchID: 1, now: now)
        let end = now + .days(1)
        let ended = DeadlineDecider.decide(
            DueDeadlines(
                batchID: 2,
                now: end,
                deadlines: decision.deadlines,
                jobs: [:],
                openAlerts: ["": decision.alerts],
                attempts: [:],
                coverage: Coverage(watched: [])
            ),
            rules: try #require(RuleSet.load([BuiltInRules.file]).rules)
        )
        #expect(ended.alerts.map(\.resolveReason) == [.ended])
        #expect(ended.transitions.map(\.kind) == [.resolved])
    }

    @Test func itsNameIsTaken() {
        let text = "groups: [{name: g, rules: [{alert: RuleEvaluationFailed, expr: 'true'}]}]"
        let problems = RuleSet.load([RuleFile(name: "r.yaml", text: text)]).problems
        #expect(problems.map(\.message) == ["\"RuleEvaluationFailed\" is the name of an alert of Belfry's own"])
    }
}
