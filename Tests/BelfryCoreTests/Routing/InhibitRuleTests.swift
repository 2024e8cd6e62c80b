import BelfryCore
import Testing

struct InhibitRuleTests {
    private static func alert(_ name: String, _ job: String = "j1", _ more: [String: String] = [:]) -> LabelSet {
        LabelSet(more.merging(["alertname": name, "cron_job_id": job]) { $1 })
    }

    @Test(arguments: [
        ("JobFailed", "CriticalJobFailed", true),
        ("RetryOverdue", "CriticalJobFailed", true),
        ("SlowJob", "CriticalJobFailed", true),
        ("RetryOverdue", "JobFailed", true),
        ("SlowJob", "JobFailed", true),
        ("CriticalJobFailed", "JobFailed", false),
        ("JobFailed", "JobFailed", false),
        ("JobFailed", "SlowJob", false),
        ("SlowJob", "RetryOverdue", false),
        ("Other", "CriticalJobFailed", false),
    ])
    func shippedRulesMuteWhatLedToAFailure(target: String, source: String, isMuted: Bool) {
        let inhibitor = Inhibitor(rules: InhibitRule.shipped, sources: [Self.alert(source)])
        #expect((inhibitor.inhibition(of: Self.alert(target)) != nil) == isMuted)
        #expect(inhibitor.inhibition(of: Self.alert(target, "j2")) == nil)
    }

    @Test func namesTheRuleAndTheAlertThatMutes() throws {
        let sources = [Self.alert("JobFailed", "j2"), Self.alert("SlowJob"), Self.alert("JobFailed")]
        let inhibitor = Inhibitor(rules: InhibitRule.shipped, sources: sources)
        let found = try #require(inhibitor.inhibition(of: Self.alert("SlowJob")))
        #expect(InhibitRule.shipped[found.rule].sourceMatchers == [LabelMatcher("alertname", is: "JobFailed")])
        #expect(found.source == 2)
    }

    @Test func aMissingLabelAgreesWithAnEmptyOne() {
        let rule = InhibitRule(
            sourceMatchers: [LabelMatcher("alertname", is: "A")],
            targetMatchers: [LabelMatcher("alertname", is: "B")],
            equal: ["zone"]
        )
        #expect(rule.inhibits(Self.alert("B"), by: [Self.alert("A", "j9", ["zone": ""])]) == 0)
        #expect(rule.inhibits(Self.alert("B"), by: [Self.alert("A", "j9", ["zone": "x"])]) == nil)
        #expect(rule.inhibits(Self.alert("B", "j1", ["zone": "x"]), by: [Self.alert("A")]) == nil)
    }

    @Test func anAlertOnBothSidesIsMutedOnlyByOneThatIsNot() throws {
        let rule = InhibitRule(
            sourceMatchers: try LabelMatcher.parse("alertname=~A|B"),
            targetMatchers: try LabelMatcher.parse("alertname=~B|C"),
            equal: []
        )
        let alerts = ["A", "B", "C"].map { Self.alert($0) }
        #expect(rule.inhibits(alerts[1], by: [alerts[1]]) == nil)
        #expect(rule.inhibits(alerts[1], by: [alerts[1], alerts[0]]) == 1)
        #expect(rule.inhibits(alerts[2], by: [alerts[1]]) == 0)
        #expect(Inhibitor(rules: [rule], sources: alerts).inhibition(of: alerts[1])?.source == 0)
    }
}
