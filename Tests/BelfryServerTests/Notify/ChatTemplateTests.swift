import BelfryCore
import Synchronization
import Testing

@testable import BelfryServer

@Suite struct ChatTemplateTests {
    /// A door that leads nowhere and remembers what was to go through it.
    private final class RecordingHTTP: OutgoingHTTP {
        private let bodies = Mutex<[String]>([])

        var last: String { bodies.withLock { $0.last ?? "" } }

        func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
            bodies.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
            return .failure(OutgoingFailure(reason: .connection, message: "nowhere"))
        }
    }

    @Test(arguments: [
        ("discord_configs", "webhook_url: 'https://h.example/x', message", #"*A\\<b* error"#),
        ("mattermost_configs", "webhook_url: 'https://h.example/x', text", "*A&lt;b* error"),
        ("rocketchat_configs", "webhook_url: 'https://h.example/x', text", "*`A<b`* `error`"),
        ("telegram_configs", "bot_token: '1:x', chat_id: 1, message", "*A&lt;b* error"),
        ("ntfy_configs", "topic: ops, message", "*A<b* error"),
    ])
    func usesTheOperatorsTitleAndText(key: String, keys: String, text: String) async throws {
        var problems: [Problem] = []
        let yaml =
            "\(key): [{title: '{{ alertname }} on {{labels.team}}', \(keys): '*{{cron_job_name}}* {{severity}}'}]"
        let receiver = YAMLValue.parse(yaml, file: "belfry.yaml", problems: &problems)?
            .anyMapping(problems: &problems)
        let configurations = NotifierRegistry.read(
            receiver: try #require(receiver),
            global: GlobalDefaults(),
            secrets: SecretReader { _ in "" },
            problems: &problems
        )
        #expect(problems.isEmpty)
        let http = RecordingHTTP()
        let notifier = try #require(configurations.makeNotifiers(http: http).first)
        let report = await notifier.deliver(.of([.failed(1, name: "A<b")]), .atNight())
        #expect(report.outcome == .retry(reason: .connection, after: nil))
        #expect(http.last.contains("JobFailed on payments"))
        #expect(http.last.contains(text), "\(http.last)")
        #expect(!http.last.contains("Sales figures"))
    }

    @Test(arguments: [
        ("attempt", "2"), ("count", "1"), ("error_message", "HTTP 500 Internal Server Error"), ("duration", ""),
        ("execution_id", "exe_987654321"), ("last_runs", "▄▄✕▄▅▄▄█▄▄▄✕"), ("latency", "5.2 s"), ("other_jobs", "0"),
        ("response_code", "500"), ("since", "2026-01-25T02:00:00Z"), ("usual_latency", "850 ms"),
    ])
    func fillsInWhatAMessageKnows(name: String, text: String) throws {
        #expect(try template("{{ \(name) }}").rendered(.of([.failed()])).plain == text)
    }

    @Test func fillsInHowLongItLastedAndLeavesEmptyWhatAlertsDoNotAgreeOn() throws {
        #expect(try template("{{duration}}").rendered(.of([.recovered()], reason: .resolved)).plain == "10 min")
        #expect(try template("{{execution_id}}|{{attempt}}").rendered(.of([.failed(1), .failed(2)])).plain == "|2")
    }

    private func template(_ text: String) throws -> MessageTemplate {
        var problems: [Problem] = []
        let value = YAMLValue.parse("t: '\(text)'", file: "belfry.yaml", problems: &problems)?
            .anyMapping(problems: &problems)?["t"]
        let template = MessageTemplate(try #require(value), problems: &problems)
        #expect(problems.isEmpty, "\(problems)")
        return try #require(template)
    }
}
