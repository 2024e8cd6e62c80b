import BelfryCore
import Testing

struct RouteTests {
    /// A tree with inheritance over three levels, `continue`, and siblings that match the same.
    private static func tree() throws -> Route {
        Route(
            receiver: "ops",
            routes: [
                Route(
                    receiver: "db",
                    matchers: try LabelMatcher.parse("team=db"),
                    groupWait: .seconds(60),
                    routes: [
                        Route(receiver: "db-test", matchers: try LabelMatcher.parse("env=test"), groupBy: .allLabels),
                        Route(
                            receiver: "db-page",
                            matchers: try LabelMatcher.parse("env=prod"),
                            repeatInterval: .hours(1),
                            continues: true
                        ),
                        Route(matchers: try LabelMatcher.parse(#"env=~"pro.*""#), groupBy: .labels(["team"])),
                    ]
                ),
                Route(receiver: "audit", matchers: try LabelMatcher.parse("severity=critical"), continues: true),
                Route(receiver: "web", matchers: try LabelMatcher.parse(#"team=~"web|shop""#)),
                Route(receiver: "never", matchers: try LabelMatcher.parse("team=web")),
            ]
        )
    }

    @Test(
        arguments: [
            ([:], ["ops"]),
            (["team": "hr"], ["ops"]),
            (["team": "db"], ["db"]),
            (["team": "db", "env": "test"], ["db-test"]),
            (["team": "db", "env": "prod"], ["db-page", "db"]),
            (["team": "db", "env": "prototype"], ["db"]),
            (["team": "db", "env": "pro"], ["db"]),
            (["team": "db", "env": "dev"], ["db"]),
            (["team": "web"], ["web"]),
            (["team": "shop", "severity": "critical"], ["audit", "web"]),
            (["severity": "critical"], ["audit"]),
            (["team": "db", "severity": "critical"], ["db"]),
        ] as [(LabelSet, [String])]
    )
    func firstMatchWinsUnlessItContinues(labels: LabelSet, receivers: [String]) throws {
        #expect(try Self.tree().match(labels).map(\.receiver) == receivers)
    }

    @Test func childrenInheritWhatTheyDoNotSet() throws {
        let nodes = try Self.tree().match(["team": "db", "env": "prod"])
        try #require(nodes.count == 2)
        #expect(nodes[0].groupWait == .seconds(60))
        #expect(nodes[0].repeatInterval == .hours(1))
        #expect(nodes[0].groupBy == .labels(["alertname", "cron_job_id"]))
        #expect(nodes[1].groupBy == .labels(["team"]))
        #expect(nodes[1].groupWait == .seconds(60))
        #expect(nodes[1].repeatInterval == .hours(4))
    }

    @Test func theRootHasTheShippedSettings() throws {
        let root = try #require(Route().match(["alertname": "JobFailed"]).first)
        #expect(root.receiver == "default")
        #expect(root.groupBy == .labels(["alertname", "cron_job_id"]))
        #expect(root.groupWait == .zero)
        #expect(root.groupInterval == .seconds(10))
        #expect(root.repeatInterval == .hours(4))
        #expect(root.key == "{}")
    }

    @Test func keysNamePositionAndMatchersOfEveryNode() throws {
        let keys = try Self.tree().nodes.map(\.key)
        #expect(
            keys == [
                #"{}"#, #"{}/{team="db"}/0"#, #"{}/{team="db"}/0/{env="test"}/0"#, #"{}/{team="db"}/0/{env="prod"}/1"#,
                #"{}/{team="db"}/0/{env=~"pro.*"}/2"#, #"{}/{severity="critical"}/1"#, #"{}/{team=~"web|shop"}/2"#,
                #"{}/{team="web"}/3"#,
            ]
        )
        #expect(Set(keys).count == keys.count)
    }

    @Test func aKeyDoesNotDependOnTheOrderOfItsMatchers() throws {
        let one = Route(routes: [Route(matchers: try LabelMatcher.parse("b=1,a=2"))])
        let other = Route(routes: [Route(matchers: try LabelMatcher.parse("a=2,b=1"))])
        #expect(one.nodes.map(\.key) == other.nodes.map(\.key))
        #expect(one.nodes.last?.key == #"{}/{a="2",b="1"}/0"#)
    }
}
