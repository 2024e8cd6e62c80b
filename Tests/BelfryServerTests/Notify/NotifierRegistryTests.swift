import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct NotifierRegistryTests {
    private func read(_ yaml: String, global: GlobalDefaults = GlobalDefaults()) -> (
        [any NotifierConfiguration], [String]
    ) {
        let files = ["slack": "https://hooks.slack.com/services/T/B/file\n", "empty": "\n"]
        return ReceiverFixture.read(yaml, global: global, files: files)
    }

    @Test func readsTargetsInTheirOrder() throws {
        let (configurations, problems) = read(
            """
            name: ops
            webhook_configs:
              - {url: https://a.example/hook, max_alerts: 5, send_resolved: false, secret: "whsec_YmVsZnJ5LXRlc3Qtc2VjcmV0LTMyLWJ5dGVzLWxvbmc="}
            slack_configs:
              - {api_url_file: slack, channel: "#ops"}
            """
        )
        #expect(problems.isEmpty)
        try #require(configurations.count == 2)
        let webhook = try #require(configurations[0] as? WebhookConfiguration)
        #expect(webhook.maxAlerts == 5 && !webhook.sendResolved && webhook.secret != nil)
        let slack = try #require(configurations[1] as? SlackConfiguration)
        #expect(slack.channel == "#ops" && slack.sendResolved)
        #expect(slack.apiURL.text == "https://hooks.slack.com/services/T/B/file")
        #expect(configurations.makeNotifiers(http: NoHTTP()).map { type(of: $0).integration } == ["webhook", "slack"])
    }

    @Test func takesTheGlobalSlackAddress() throws {
        let global = GlobalDefaults(slackAPIURL: try TargetURL("https://hooks.slack.com/services/T/B/global"))
        let (configurations, problems) = read("slack_configs: [{channel: '#ops'}]", global: global)
        #expect(problems.isEmpty)
        #expect((configurations.first as? SlackConfiguration)?.apiURL == global.slackAPIURL)
    }

    @Test(arguments: [
        ("slack_configs: [{chanel: '#ops', api_url: 'https://h.example/x'}]", "did you mean \"channel\"?"),
        ("slack_configs: [{}]", "needs \"api_url\""),
        ("slack_configs: {api_url: x}", "must be a list"),
        ("slack_configs: [{api_url: 'https://h.example/secret', api_url_file: slack}]", "exclude each other"),
        ("slack_configs: [{api_url: 'not-a-secret-url'}]", "is not an absolute URL"),
        ("slack_configs: [{api_url: 'http://h.example/x'}]", "outbound.allow_http"),
        ("slack_configs: [{api_url_file: nowhere}]", "nowhere cannot be read"),
        ("slack_configs: [{api_url_file: empty}]", "empty is empty"),
        ("slack_configs: [{api_url_file: slack, title: '{{ .CommonLabels.alertname }}'}]", "unknown name"),
        ("slack_configs: [{api_url_file: slack, title: '{{alertnam}}'}]", "did you mean \"alertname\"?"),
        ("slack_configs: [{api_url_file: slack, text: '{{alertname'}]", "without"),
        ("slack_configs: [{api_url_file: slack, send_resolved: maybe}]", "must be true or false"),
        ("webhook_configs: [{max_alerts: 3}]", "needs \"url\""),
        ("webhook_configs: [{url: 'https://h.example/x', max_alerts: -1}]", "must be from 0"),
        ("webhook_configs: [{url: 'https://h.example/x', secret: hunter2}]", "must be whsec_"),
    ])
    func reportsWhatItCannotUse(yaml: String, message: String) {
        let (configurations, problems) = read(yaml)
        #expect(configurations.isEmpty)
        #expect(problems.count == 1)
        #expect(problems.first?.contains(message) == true, "\(problems)")
        #expect(problems.allSatisfy { !$0.contains("hunter2") && !$0.contains("not-a-secret") })
    }

    @Test func reportsEverythingAtOnce() {
        let (configurations, problems) = read(
            """
            slack_configs: [{api_url: 'ftp://x', send_resolved: maybe}, {api_url_file: slack}]
            webhook_configs: [{url: x, foo: 1}]
            """
        )
        #expect(configurations.count == 1)
        #expect(problems.count == 4)
    }

    @Test func allowsClearTextWhenToldTo() {
        let (configurations, problems) = read(
            "slack_configs: [{api_url: 'http://127.0.0.1:1/x'}]",
            global: GlobalDefaults(allowsHTTP: true)
        )
        #expect(problems.isEmpty)
        #expect(configurations.count == 1)
    }
}
