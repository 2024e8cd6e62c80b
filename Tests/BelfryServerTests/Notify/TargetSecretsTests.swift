import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct TargetSecretsTests {
    private static let targets = [
        "slack_configs: [{api_url: 'https://h.example/services/hush-33334444/hush-11112222'}]",
        "webhook_configs: [{url: 'https://h.example/in/hush-33334444?key=hush-11112222'}]",
        "msteamsv2_configs: [{webhook_url: 'https://h.example/workflows/hush-33334444/run?sig=hush-11112222'}]",
        "googlechat_configs: [{url: 'https://h.example/v1/spaces/A/messages?key=hush-11112222&token=hush-33334444'}]",
        "zulip_configs: [{site: 'https://h.example', email: b@x.example, api_key: hush-11112222, stream: s}]",
        "matrix_configs: [{homeserver: 'https://h.example', access_token: hush-11112222, room_id: '!r:x'}]",
        "pagerduty_configs: [{routing_key: hush-11112222, url: 'https://h.example/v2/enqueue'}]",
        "alertmanager_configs: [{urls: ['https://h.example'], basic_auth: {username: u, password: hush-11112222}}]",
        "alertmanager_configs: [{urls: ['https://h.example'], authorization: {credentials: hush-11112222}}]",
    ]

    @Test(arguments: targets)
    func showNowhere(yaml: String) async throws {
        let (configurations, problems) = ReceiverFixture.read(yaml)
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first)
        let notifier = configuration.makeNotifier(http: NoHTTP())
        let report = await notifier.deliver(.of([.failed()]), .atNight())
        var dumped = ""
        dump(configuration, to: &dumped)
        dump(notifier, to: &dumped)
        for text in ["\(configuration)", dumped, notifier.redactedTarget, "\(report)"] {
            #expect(!text.contains("hush-"), "\(text)")
        }
        #expect(notifier.redactedTarget.contains("h.example"))
    }

    @Test(arguments: targets)
    func showInNoAnswerThatRepeatsThem(yaml: String) async throws {
        let notifier = try #require(ReceiverFixture.read(yaml).configurations.first).makeNotifier(http: Echo())
        let report = await notifier.deliver(.of([.failed()]), .atNight())
        #expect(report.excerpt?.isEmpty == false)
        #expect(!"\(report)".contains("hush-"), "\(report)")
    }

    /// A server that answers with what it was sent.
    private struct Echo: OutgoingHTTP {
        func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
            let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
            let key =
                String(decoding: request.body, as: UTF8.self).split(separator: "\"").first { $0.hasPrefix("hush") }
                ?? ""
            let body = Array("Cannot \(request.method) \(request.url.text) with \(headers) \(key)".utf8)
            return .success(OutgoingResponse(status: 400, body: body, latency: .zero))
        }
    }
}
