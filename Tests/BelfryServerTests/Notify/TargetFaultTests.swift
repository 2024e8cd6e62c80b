import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

/// What every target must make of a server that fails, however it says that all is well.
@Suite struct TargetFaultTests {
    /// Targets at an address, by their integration.
    private static let targets = [
        "msteamsv2": "{webhook_url: 'ADDRESS/x'}",
        "googlechat": "{url: 'ADDRESS/x?key=k'}",
        "zulip": "{site: 'ADDRESS', email: b@x.example, api_key: k, stream: s}",
        "matrix": "{homeserver: 'ADDRESS', access_token: t, room_id: '!r:x'}",
        "pagerduty": "{routing_key: k, url: 'ADDRESS/v2/enqueue'}",
        "alertmanager": "{urls: ['ADDRESS']}",
    ]

    private func outcome(of answer: SinkAnswer, _ integration: String) async throws -> DeliveryOutcome {
        let element = try #require(Self.targets[integration])
        let isSlow = [SinkAnswer.hang, .drip(everyMilliseconds: 20)].contains(answer)
        let timeout = isSlow ? TimeSpan.milliseconds(500) : .seconds(5)
        let (reports, requests) = try await SinkFixture.deliver(answers: [answer], timeout: timeout) { sink, client in
            let (configurations, problems) = ReceiverFixture.read(
                "\(integration)_configs: [\(element.replacing("ADDRESS", with: sink.baseURL))]",
                global: GlobalDefaults(allowsHTTP: true)
            )
            #expect(problems.isEmpty)
            return try #require(configurations.first).makeNotifier(http: client)
        }
        let report = try #require(reports.first)
        #expect(requests.count == 1)
        #expect((report.error == nil) == (report.outcome == .delivered))
        #expect(report.excerpt.map { $0.utf8.count <= 1_024 } ?? true)
        return report.outcome
    }

    @Test(
        arguments: targets.keys.sorted(),
        [
            (
                SinkAnswer.tooManyRequests(retryAfter: "5"),
                DeliveryOutcome.retry(reason: .rateLimited, after: .seconds(5))
            ),
            (.status(500), .retry(reason: .serverError, after: nil)),
            (.status(503, headers: ["Retry-After": "9"]), .retry(reason: .serverError, after: .seconds(9))),
            (.status(200, body: "<html>Sign in</html>"), .retry(reason: .unexpectedAnswer, after: nil)),
            (.status(400), .rejected(reason: .refused)),
            (.status(413), .rejected(reason: .refused)),
            (.status(401), .channelBroken(reason: .channelGone)),
            (.status(404), .channelBroken(reason: .channelGone)),
            (.status(410), .channelBroken(reason: .channelGone)),
            (.redirect(to: "http://127.0.0.1:1/"), .rejected(reason: .redirect)),
            (.reset, .unknown(reason: .connection)),
            (.truncated, .unknown(reason: .connection)),
            (.hang, .unknown(reason: .timeout)),
            (.drip(everyMilliseconds: 20), .unknown(reason: .timeout)),
        ]
    )
    func isClassified(integration: String, fault: (answer: SinkAnswer, outcome: DeliveryOutcome)) async throws {
        #expect(try await outcome(of: fault.answer, integration) == fault.outcome)
    }

    @Test(arguments: targets.keys.sorted())
    func waitsWithoutBeingTold(integration: String) async throws {
        // PagerDuty counts by the minute; the others leave it to the backoff.
        let pause = integration == "pagerduty" ? TimeSpan.seconds(30) : nil
        #expect(try await outcome(of: .tooManyRequests(), integration) == .retry(reason: .rateLimited, after: pause))
    }

    @Test(arguments: targets.keys.sorted())
    func readsNoMoreThanItMust(integration: String) async throws {
        // Teams and Alertmanager accept with any body or none; the others say what they have done.
        let accepts = ["msteamsv2", "alertmanager"].contains(integration)
        let expected = accepts ? DeliveryOutcome.delivered : .retry(reason: .unexpectedAnswer, after: nil)
        #expect(try await outcome(of: .huge(bytes: 200_000), integration) == expected)
    }
}
