import Testing

@testable import BelfryCore

/// The built-in alert about receivers that cannot be reached.
struct BrokenReceiverDeciderTests {
    private static let ops = BrokenReceiver(receiver: "ops", integration: "slack", target: "h/…", reason: "HTTP 404")
    private static let now = Instant(seconds: 1_790_000_000)

    @Test func aBrokenReceiverFiresOnceAndEndsWhenItIsBack() throws {
        let first = BrokenReceiverDecider.decide([Self.ops], open: [], batchID: 7, now: Self.now)
        let alert = try #require(first.alerts.first)
        #expect(alert.alertname == "ReceiverBroken")
        #expect(alert.severity == .error)
        #expect(alert.labels == ["receiver": "ops", "integration": "slack"])
        #expect(first.transitions.map(\.kind) == [.firing])
        #expect(Set([alert.alertID] + first.transitions.map(\.transitionID)).count == 2)

        let still = BrokenReceiverDecider.decide([Self.ops], open: [alert], batchID: 8, now: Self.now)
        #expect(still.alerts.isEmpty && still.transitions.isEmpty)

        let back = BrokenReceiverDecider.decide([], open: [alert], batchID: 9, now: Self.now + .minutes(3))
        #expect(back.transitions.map(\.kind) == [.resolved])
        #expect(back.alerts.map(\.resolvedAt) == [Self.now + .minutes(3)])
    }

    @Test func anotherIntegrationOfTheReceiverIsAnotherAlert() {
        var other = Self.ops
        other.integration = "ntfy"
        let open = BrokenReceiverDecider.decide([Self.ops], open: [], batchID: 7, now: Self.now).alerts
        let decision = BrokenReceiverDecider.decide([Self.ops, other], open: open, batchID: 8, now: Self.now)
        #expect(decision.alerts.map { $0.labels["integration"] } == ["ntfy"])
    }

    @Test(arguments: BuiltInAlerts.alertnames)
    func noRuleCanHaveItsName(name: String) {
        let text = "groups: [{name: g, rules: [{alert: \(name), expr: 'status == \"failure\"'}]}]"
        let problems = RuleSet.load([RuleFile(name: "r.yaml", text: text)]).problems
        #expect(problems.contains { "\($0)".contains("Belfry's own") }, "\(problems)")
    }
}
