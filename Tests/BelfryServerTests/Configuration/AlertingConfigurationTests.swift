import BelfryCore
import Testing

@testable import BelfryServer

struct AlertingConfigurationTests {
    private static let slack = "slack_configs: [{api_url: 'https://hooks.slack.com/services/T/B/x'}]"

    @Test func aSlackAddressAloneMakesTheBuiltInReceiver() throws {
        let text = "global: {slack_api_url: 'https://hooks.slack.com/services/T/B/x'}"
        let (read, problems) = ConfigurationFixture.read(text)
        let configuration = try #require(read, "\(problems)")
        #expect(configuration.receivers.map(\.name) == ["default"])
        #expect(configuration.receivers.first?.integrations == ["slack"])
        #expect(configuration.receivers.first?.burstLimit == 5)
        #expect(configuration.route?.match(["alertname": "X"]).map(\.receiver) == ["default"])
        #expect(problems == [])
    }

    @Test func aSingleReceiverNeedsNoRoute() throws {
        let text = "receivers: [{name: ops, burst_limit: 0, \(Self.slack)}]"
        let configuration = try #require(ConfigurationFixture.read(text).configuration)
        #expect(configuration.route?.match([:]).map(\.receiver) == ["ops"])
        #expect(configuration.receiver(named: "ops")?.burstLimit == 0)
    }

    @Test func theFallbackIsAReceiverThatNeedsNoRoute() throws {
        let receivers =
            "receivers: [{name: ops, \(Self.slack)}, {name: pager, \(Self.slack)}]\nroute: {receiver: ops}\n"
        let (read, problems) = ConfigurationFixture.read(receivers + "fallback: pager")
        #expect(read?.fallback == "pager")
        #expect(problems == [])
        let wrong = ConfigurationFixture.read(receivers + "fallback: pagr")
        #expect(wrong.configuration == nil)
        #expect(wrong.problems.contains { $0.message.contains(#"no receiver is named "pagr""#) }, "\(wrong.problems)")
    }

    @Test func readsATreeOfRoutes() throws {
        let text = """
            receivers: [{name: ops, \(Self.slack)}, {name: db}, {name: page}]
            route:
              receiver: ops
              group_wait: 30s
              routes:
                - receiver: db
                  matchers: [team="db", "severity=~'x'"]
                  match_re: {zone: eu.*}
                  continue: true
                  repeat_interval: 1d
                  routes:
                    - match: {severity: critical}
                      group_by: ['...']
                - {receiver: page, matchers: 'severity="critical"', group_by: []}
            """
        let (read, problems) = ConfigurationFixture.read(text)
        let route = try #require(read?.route, "\(problems)")
        #expect(
            route.nodes.map(\.path) == [
                "{}", #"{}/{severity=~"'x'",team="db",zone=~"eu.*"}"#,
                #"{}/{severity=~"'x'",team="db",zone=~"eu.*"}/{severity="critical"}"#, #"{}/{severity="critical"}"#,
            ]
        )
        #expect(route.nodes.map(\.receiver) == ["ops", "db", "db", "page"])
        #expect(
            route.nodes.map(\.groupBy) == [
                .labels(["alertname", "cron_job_id"]), .labels(["alertname", "cron_job_id"]), .allLabels, .labels([]),
            ]
        )
        #expect(route.nodes.allSatisfy { $0.groupWait == .seconds(30) })
        #expect(route.nodes.map(\.repeatInterval) == [.hours(4), .days(1), .days(1), .hours(4)])
        #expect(route.routes.map(\.continues) == [true, false])
    }

    @Test(
        arguments: [
            ("route: {receiver: opps}", 2, #"no receiver is named "opps" (did you mean "ops"?); receivers: ops, db"#),
            ("inhibit_rules: []", nil, "route.receiver: is missing: which of ops, db"),
            ("route: {receiver: ops, matchers: [a=b]}", 2, "the root takes every alert"),
            ("route: {receiver: ops, continue: true}", 2, "the root has no siblings"),
            ("route: {receiver: ops, group_by: [a, a]}", 2, #""a" stands twice"#),
            ("route: {receiver: ops, group_by: [a, ...]}", 2, "already groups by every label"),
            ("route: {receiver: ops, group_wait: 1}", 2, "is not a duration"),
            ("route: {receiver: ops, group_interval: 0s}", 2, "must be from 1s to 1w, got 0s"),
            ("route: {receiver: ops, repeat_interval: 0s}", 2, "got 0s"),
            ("route: {receiver: ops, routes: {receiver: db}}", 2, "must be a list"),
            (
                "route: {receiver: ops, routes: [{reciever: db}]}", 2,
                #"unknown key "reciever" (did you mean "receiver"?)"#
            ),
            ("route:\n  receiver: ops\n  routes:\n    - matchers: [a]", 5, #""a" is not a matcher"#),
            ("route:\n  receiver: ops\n  routes:\n    - matchers: ['a=~[']", 5, "is not a regular expression"),
            ("route: {receiver: ops, routes: [{match_re: {a: '('}}]}", 2, "is not a regular expression"),
            ("route: {receiver: ops, mute_time_intervals: [x]}", 2, "the root is never muted"),
            (
                "route: {receiver: ops, routes: [{active_time_intervals: [x]}]}", 2,
                #"no time interval is named "x"; there are no time_intervals"#
            ),
            ("route: {receiver: ops}\ninhibit_rules: [{equal: [a]}]", 3, #""source_matchers" is missing"#),
            (
                "route: {receiver: ops}\ninhibit_rules: [{source_matchers: [a=b], target_matchers: [c]}]", 3,
                "is not a matcher"
            ),
        ] as [(String, Int?, String)]
    )
    func saysWhatIsWrongWithARoute(text: String, line: Int?, message: String) throws {
        let text = "receivers: [{name: ops}, {name: db}]\n" + text
        let errors = ConfigurationFixture.read(text).problems.filter { $0.severity == .error }
        let found = try #require(errors.first { $0.description.contains(message) }, "\(errors)")
        if let line { #expect(found.line == line) }
    }

    @Test(arguments: [
        ("receivers: [{burst_limit: 5}]", #""name" is missing"#),
        ("receivers: [{name: a}, {name: a}]", #"a receiver named "a" stands twice"#),
        ("receivers: [{name: a, burst_limit: -1}]", "must be from 0 to 1000"),
        ("receivers: [{name: a, slak_configs: []}]", #"unknown key "slak_configs" (did you mean "slack_configs"?)"#),
        ("receivers: [{name: a, slack_configs: [{}]}]", #"needs "api_url""#),
        ("receivers: {name: a}", "must be a list"),
        ("route: {receiver: ops}", #"no receiver is named "ops"; there are no receivers"#),
        ("global: {slack_api_url: 'http://x.example/y'}", "http:// sends messages in clear text"),
        ("global: {slack_api_url: 'nonsense'}", "is not an absolute URL"),
    ])
    func saysWhatIsWrongWithAReceiver(text: String, message: String) {
        let errors = ConfigurationFixture.errors(text)
        #expect(errors.contains { $0.contains(message) }, "\(errors)")
        #expect(errors.allSatisfy { $0.hasPrefix("belfry.yaml:1:") }, "\(errors)")
    }

    @Test func aRouteNestedWithoutEndIsRefused() {
        let depth = 40
        let text =
            "receivers: [{name: ops}]\nroute: {receiver: ops, "
            + String(repeating: "routes: [{", count: depth) + "matchers: [a=b]" + String(repeating: "}]", count: depth)
            + "}"
        #expect(ConfigurationFixture.errors(text).contains { $0.contains("nested deeper than 32 levels") })
    }

    @Test func warnsOfAReceiverThatNobodyReachesAndOfATimerThatCannotBe() {
        let text = """
            receivers: [{name: ops, \(Self.slack)}, {name: idle, \(Self.slack)}]
            route: {receiver: ops, group_interval: 5m, repeat_interval: 1m}
            """
        let warnings = ConfigurationFixture.warnings(text)
        #expect(warnings.contains { $0.contains(#"no route leads to the receiver "idle""#) })
        #expect(warnings.contains { $0.contains("repeat_interval 1m of {} is below group_interval 5m") })
        #expect(warnings.count == 2)
    }

    @Test func writtenInhibitionReplacesTheShippedOne() throws {
        #expect(ConfigurationFixture.read("inhibit_rules: []").configuration?.inhibitRules == [])
        let text = """
            inhibit_rules:
              - {source_match: {a: b}, target_match_re: {c: d.*}, equal: [e]}
            """
        let rules = try #require(ConfigurationFixture.read(text).configuration?.inhibitRules)
        #expect(rules.map(\.sourceMatchers.description) == [#"[a="b"]"#])
        #expect(rules.map(\.targetMatchers.description) == [#"[c=~"d.*"]"#])
        #expect(rules.map(\.equal) == [["e"]])
    }
}
