import BelfryCore
import CEL
import Foundation
import Testing

/// What `belfry rules show` prints of a rule is that rule.
@Suite struct RuleListingTests {
    private static let text = """
        groups:
          - name: jobs
            labels: {team: data, severity: error}
            for: 5m
            remind: 1h
            rules:
              # Told of in a message.
              - alert: Failed
                expr: 'status != "success" && cron_job_name.contains("π: #1")'
                consecutive: 3
                labels: {severity: critical}
                annotations:
                  summary: "{{cron_job_name}} failed"
              - {alert: Late, on: retry_overdue, grace: 10m, remind: 2h}
        """

    private static func rules(_ text: String = text) throws -> [RuleListing] {
        let file = RuleFile(name: "mine.yaml", text: text)
        try #require(RuleSet.load([file]).rules != nil)
        return RuleListing.rules(in: [file])
    }

    @Test func aRuleIsPrintedAsAFileOfItsOwn() throws {
        let rules = try Self.rules()
        #expect(rules.map(\.name) == ["Failed", "Late"])
        let text = try rules[0].text()
        #expect(text.hasPrefix("# mine.yaml:8\ngroups:\n"))
        let printed = try #require(RuleSet.load([RuleFile(name: "printed", text: text)]).rules?.rules.first)
        let written = try #require(RuleSet.load([RuleFile(name: "w", text: Self.text)]).rules?.rules.first)
        #expect(printed.group == written.group)
        #expect(printed.condition?.source == written.condition?.source)
        #expect(printed.consecutive == 3)
        #expect(printed.pendingFor == .minutes(5))
        #expect(printed.remind == .hours(1))
        #expect(printed.severity == .critical)
        #expect(printed.labels == written.labels)
        #expect(printed.annotations == written.annotations)
    }

    @Test func whatTheGroupSaysForOtherKindsOfRulesIsLeftOut() throws {
        let text = try Self.rules()[1].text()
        #expect(!text.contains("for:"))
        #expect(text.contains("remind: 2h"))
        #expect(RuleSet.load([RuleFile(name: "printed", text: text)]).problems.isEmpty)
    }

    @Test func everyShippedRuleIsPrintedWhole() throws {
        for listing in RuleListing.rules(in: [BuiltInRules.file]) {
            let printed = RuleSet.load([RuleFile(name: "printed", text: try listing.text())]).rules?.rules.first
            let written = RuleSet.load([BuiltInRules.file]).rules?.rule(named: listing.name)
            #expect(printed?.condition?.source == written?.condition?.source)
            #expect(printed?.annotations == written?.annotations)
            #expect(printed?.grace == written?.grace)
        }
    }

    @Test func jsonHasTheKeysOfTheFile() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(try Self.rules()), as: UTF8.self)
        #expect(
            json == #"[{"alert":"Failed","annotations":{"summary":"{{cron_job_name}} failed"},"consecutive":3,"#
                + #""expr":"status != \"success\" && cron_job_name.contains(\"π: #1\")","file":"mine.yaml","for":"5m","#
                + #""group":"jobs","labels":{"severity":"critical","team":"data"},"line":8,"remind":"1h"},"#
                + #"{"alert":"Late","file":"mine.yaml","grace":"10m","group":"jobs","labels":{"severity":"error","team":"data"},"#
                + #""line":14,"on":"retry_overdue","remind":"2h"}]"#
        )
    }
}
