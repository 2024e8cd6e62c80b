import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct VendorPaceTests {
    @Test(arguments: [
        ("slack_configs: [{api_url: 'https://hooks.slack.com/services/T/B/x'}]", 1_000, 3, 0),
        ("discord_configs: [{webhook_url: 'https://discord.com/api/webhooks/1/x'}]", 400, 5, 20),
        ("msteamsv2_configs: [{webhook_url: 'https://p.westeurope.logic.azure.com/workflows/x'}]", 500, 4, 0),
        ("googlechat_configs: [{url: 'https://chat.googleapis.com/v1/spaces/A/messages?key=k'}]", 1_000, 5, 0),
        ("telegram_configs: [{bot_token: '1:x', chat_id: 5}]", 1_000, 3, 34),
        ("telegram_configs: [{bot_token: '1:x', chat_id: -5}]", 3_000, 5, 34),
        ("ntfy_configs: [{topic: ops}]", 0, 0, 5_000),
        ("zulip_configs: [{site: 'https://a.zulipchat.com', email: b@x.example, api_key: k, stream: s}]", 300, 20, 0),
        ("pagerduty_configs: [{routing_key: k}]", 500, 60, 0),
    ])
    func keepsToWhatAVendorPublishes(yaml: String, interval: Int64, burst: Int, host: Int64) throws {
        let (configurations, problems) = ReceiverFixture.read(yaml)
        #expect(problems.isEmpty, "\(problems)")
        let notifier = try #require(configurations.first).makeNotifier(http: NoHTTP())
        #expect((notifier.pace?.interval.microseconds ?? 0) == interval * 1_000)
        #expect((notifier.pace?.burst ?? 0) == burst)
        #expect((notifier.hostPace?.pace.interval.microseconds ?? 0) == host * 1_000)
    }

    @Test(arguments: [
        "slack_configs: [{api_url: 'https://chat.example/hooks/x'}]",
        "discord_configs: [{webhook_url: 'https://chat.example/api/webhooks/1/x'}]",
        "telegram_configs: [{bot_token: '1:x', chat_id: 5, api_url: 'https://bot.example'}]",
        "ntfy_configs: [{topic: ops, url: 'https://ntfy.example'}]",
        "webhook_configs: [{url: 'https://h.example/x'}]",
    ])
    func leavesOtherServersToTheirOwnAnswers(yaml: String) throws {
        let notifier = try #require(ReceiverFixture.read(yaml).configurations.first).makeNotifier(http: NoHTTP())
        #expect(notifier.pace == nil && notifier.hostPace == nil)
    }
}
