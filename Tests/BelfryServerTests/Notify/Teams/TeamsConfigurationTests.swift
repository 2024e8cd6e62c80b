import Testing

@testable import BelfryServer

@Suite struct TeamsConfigurationTests {
    @Test func readsAlertmanagersKeys() throws {
        let (configurations, problems) = ReceiverFixture.read(
            "msteamsv2_configs: [{webhook_url_file: url, send_resolved: false}]",
            files: ["url": "https://h.example/workflows/x?sig=hush\n"]
        )
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first as? TeamsConfiguration)
        #expect(configuration.webhookURL.text == "https://h.example/workflows/x?sig=hush")
        #expect(!configuration.sendResolved)
    }

    @Test(arguments: [
        ("{}", "needs \"webhook_url\" or \"webhook_url_file\""),
        ("{webhook_uri: 'https://h.example/x'}", "did you mean \"webhook_url\"?"),
        ("{webhook_url: 'https://h.example/hush', webhook_url_file: x}", "exclude each other"),
        ("{webhook_url: 'http://h.example/hush'}", "outbound.allow_http"),
        ("{webhook_url: 'hush'}", "is not an absolute URL"),
        ("{webhook_url_file: nowhere}", "nowhere cannot be read"),
        ("{webhook_url_file: empty}", "empty is empty"),
        ("{webhook_url: 'https://h.example/x', text: '{{sumary}}'}", "did you mean \"summary\"?"),
        ("{webhook_url: 'https://h.example/x', send_resolved: 3}", "must be true or false"),
    ])
    func reportsWhatItCannotUse(element: String, message: String) {
        let (configurations, problems) = ReceiverFixture.read("name: ops\nmsteamsv2_configs:\n  - \(element)\n")
        #expect(configurations.isEmpty)
        #expect(problems.contains { $0.hasPrefix("belfry.yaml:3") && $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hush") })
    }
}
