import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct TargetPreviewTests {
    /// Every kind of target, each with the word "hush" in all its secrets.
    private static let targets = [
        "slack_configs: [{api_url: 'https://h.example/services/hush-33334444/hush-11112222'}]",
        "discord_configs: [{webhook_url: 'https://h.example/api/webhooks/1/hush-33334444-11112222'}]",
        "mattermost_configs: [{webhook_url: 'https://h.example/hooks/hush-33334444-11112222'}]",
        "rocketchat_configs: [{webhook_url: 'https://h.example/hooks/hush-33334444/hush-11112222'}]",
        "telegram_configs: [{bot_token: '1:hush-33334444', chat_id: 5}]",
        "ntfy_configs: [{topic: hush-33334444, token: tk_hush11112222}]",
        "webhook_configs: [{url: 'https://h.example/in/hush-33334444?key=hush-11112222'}]",
        "msteamsv2_configs: [{webhook_url: 'https://h.example/workflows/hush-33334444/run?sig=hush-11112222'}]",
        "googlechat_configs: [{url: 'https://h.example/v1/spaces/A/messages?key=hush-11112222&token=hush-33334444'}]",
        "zulip_configs: [{site: 'https://h.example', email: b@x.example, api_key: hush-11112222, stream: s}]",
        "matrix_configs: [{homeserver: 'https://h.example', access_token: hush-11112222, room_id: '!r:x'}]",
        "pagerduty_configs: [{routing_key: hush-11112222, url: 'https://h.example/v2/enqueue'}]",
        "alertmanager_configs: [{urls: ['https://h.example'], basic_auth: {username: u, password: hush-11112222}}]",
    ]

    private static let moments = PreviewMoment.allCases

    private func preview(
        _ yaml: String,
        _ content: NotificationContent,
        externalURL: String? = "https://belfry.example"
    ) async throws -> TargetPreview {
        let (configurations, problems) = ReceiverFixture.read(yaml)
        #expect(problems.isEmpty, "\(problems)")
        return await TargetPreview(try #require(configurations.first), content, .atNight(externalURL: externalURL))
    }

    @Test(arguments: targets)
    func showsTheRequestAndNoSecret(yaml: String) async throws {
        for moment in Self.moments {
            let content = NotificationContent.sample(alerts: 1, at: nightly)
                .at(moment, receiver: "ops", now: nightly)
            let preview = try await preview(yaml, content)
            #expect(preview.notSent == nil)
            #expect(!preview.requests.isEmpty)
            #expect(preview.requests.allSatisfy { $0.readableBody.count >= 40 })
            let shown = "\(preview)" + preview.requests.map(\.readableBody).joined()
            #expect(!shown.contains("hush"), "\(shown)")
            #expect(!shown.contains("aHVzaC") && !shown.contains("dTpo"), "not as base64 either")
        }
    }

    @Test func knowsEveryKindOfTarget() throws {
        let kinds = try Self.targets.map { yaml in
            type(of: try #require(ReceiverFixture.read(yaml).configurations.first)).integration
        }
        #expect(Set(kinds) == Set(NotifierRegistry.integrations.map { $0.integration }))
    }

    @Test func saysWhatAPersonReads() async throws {
        let content = NotificationContent.sample(alerts: 1, at: nightly).at(.firing, receiver: "ops", now: nightly)
        let text = try await preview(Self.targets[0], content).text
        for words in [
            "ERROR Daily Sales Report failed (HTTP 500)", "7 other jobs fail with the same error.",
            "Next retry    ", "5.2 s (usually 850 ms, p95 1.2 s)", "Last success  ", "Last runs        ▄▄▄✕▄▅▄▄▄▄▇✕",
            "connection to database lost", "Acknowledge: https://belfry.example/",
        ] {
            #expect(text.contains(words), "\(words) in \(text)")
        }
    }

    @Test func saysHowLongItLasted() async throws {
        let content = NotificationContent.sample(alerts: 1, at: nightly).at(.resolved, receiver: "ops", now: nightly)
        let text = try await preview(Self.targets[0], content).text
        #expect(text.contains("Recovered, lasted 12 min, 1 run failed."))
        #expect(!text.contains("same error"))
    }

    @Test func usesTheReceiversOwnWords() async throws {
        let yaml = """
            slack_configs:
              - api_url: 'https://h.example/x'
                title: '{{ alertname }} {{ last_runs }}'
                text: 'took {{ latency }} of {{ usual_latency }}'
            """
        let content = NotificationContent.sample(alerts: 1, at: nightly).at(.firing, receiver: "ops", now: nightly)
        let preview = try await preview(yaml, content)
        #expect(preview.text.hasPrefix("JobFailed ▄▄▄✕▄▅▄▄▄▄▇✕\n\ntook 5.2 s of 850 ms"))
        #expect(preview.requests.first?.body.contains("took 5.2 s of 850 ms") == true)
    }

    @Test func saysWhyNothingIsSent() async throws {
        let yaml = "slack_configs: [{api_url: 'https://h.example/x', send_resolved: false}]"
        let content = NotificationContent.sample(alerts: 1, at: nightly).at(.resolved, receiver: "ops", now: nightly)
        let preview = try await preview(yaml, content)
        #expect(preview.notSent == "send_resolved is off")
        #expect(preview.requests.isEmpty)
    }

    @Test func listsAGroupWithACap() async throws {
        let content = NotificationContent.sample(alerts: 60, at: nightly).at(.firing, receiver: "ops", now: nightly)
        let text = try await preview(Self.targets[0], content).text
        #expect(text.contains("ERROR 60 firing: JobFailed"))
        #expect(text.contains("8 jobs fail with the same error: Endpoint returned status code 500"))
        #expect(text.contains("…and 10 more"))
        #expect(text.contains("next retry 02:15 UTC, in 3 min ▄▄▄✕▄▅▄▄▄▄▇✕"))
        #expect(try await preview(Self.targets[11], content).requests.count == 60)
    }

    @Test func keepsAnAlertThatHasEndedAsItEnded() {
        let ended = NotificationContent.of([.recovered()], reason: .resolved).at(.resolved, receiver: "x", now: nightly)
        #expect(ended.alerts[0].endsAt == AlertFacts.recovered().endsAt)
        let again = ended.at(.reminder, receiver: "x", now: nightly)
        #expect(again.alerts[0].state == .firing && again.alerts[0].endsAt == nil && again.reason == .repeat)
    }
}
