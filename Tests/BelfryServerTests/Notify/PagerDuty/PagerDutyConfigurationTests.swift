import Testing

@testable import BelfryServer

@Suite struct PagerDutyConfigurationTests {
    @Test func readsAlertmanagersKeys() throws {
        let (configurations, problems) = ReceiverFixture.read(
            "pagerduty_configs: [{routing_key_file: key, url: 'https://events.eu.pagerduty.com/v2/enqueue'}, {routing_key: k}]",
            files: ["key": "0123hush\n"]
        )
        #expect(problems.isEmpty)
        let read = configurations.compactMap { $0 as? PagerDutyConfiguration }
        #expect(read.map(\.routingKey.text) == ["0123hush", "k"])
        #expect(
            read.map(\.url.text)
                == ["https://events.eu.pagerduty.com/v2/enqueue", "https://events.pagerduty.com/v2/enqueue"]
        )
        #expect(read.first?.makeNotifier(http: NoHTTP()).redactedTarget == "events.eu.pagerduty.com …hush")
    }

    @Test func takesTheGlobalAddress() throws {
        var global = GlobalDefaults()
        global.pagerDutyURL = try TargetURL("https://events.eu.pagerduty.com/v2/enqueue")
        let (configurations, problems) = ReceiverFixture.read("pagerduty_configs: [{routing_key: k}]", global: global)
        #expect(problems.isEmpty)
        #expect((configurations.first as? PagerDutyConfiguration)?.url == global.pagerDutyURL)
    }

    @Test(arguments: [
        ("{}", "needs \"routing_key\" or \"routing_key_file\""),
        ("{routing_key: hush, routing_key_file: x}", "exclude each other"),
        ("{service_key: hush}", "unknown key \"service_key\""),
        ("{routing_key: hush, severity: fatal}", "must be one of info, warning, error, critical, or a template"),
        ("{routing_key: hush, severity: '{{sevrity}}'}", "did you mean \"severity\"?"),
        ("{routing_key: hush, url: 'http://h.example/x'}", "outbound.allow_http"),
        ("{routing_key: hush, client_url: nowhere}", "must be an address"),
        ("{routing_key: hush, details: {a: '{{b}}'}}", "unknown name"),
        ("{routing_key: hush, details: [a]}", "must be a mapping"),
        ("{routing_key: hush, send_resolved: 1}", "must be true or false"),
        ("{routing_key_file: empty}", "empty is empty"),
    ])
    func reportsWhatItCannotUse(element: String, message: String) {
        let (configurations, problems) = ReceiverFixture.read("name: ops\npagerduty_configs:\n  - \(element)\n")
        #expect(configurations.isEmpty)
        #expect(problems.contains { $0.hasPrefix("belfry.yaml:3") && $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hush") })
    }
}
