import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct AlertmanagerDeliveryTests {
    @Test(arguments: [
        (200, "", DeliveryOutcome.delivered), (200, "{}", .delivered),
        (200, "<html>Sign in</html>", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (400, "\"start time must be before end time\"", .rejected(reason: .refused)),
        (401, "", .channelBroken(reason: .channelGone)), (403, "", .channelBroken(reason: .channelGone)),
        (404, "", .channelBroken(reason: .channelGone)), (410, "", .channelBroken(reason: .channelGone)),
        (408, "", .retry(reason: .timeout, after: .seconds(7))),
        (429, "", .retry(reason: .rateLimited, after: .seconds(7))),
        (500, "\"storage\"", .retry(reason: .serverError, after: .seconds(7))),
        (503, "", .retry(reason: .serverError, after: .seconds(7))),
        (302, "", .rejected(reason: .redirect)),
    ])
    func readsTheAnswer(status: Int, body: String, outcome: DeliveryOutcome) {
        let headers = [(name: "Retry-After", value: "7")]
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        #expect(AlertmanagerAnswer.outcome(response, now: nightly) == outcome)
    }

    /// Delivers to two members with these answers.
    private func deliver(_ first: SinkAnswer, _ second: SinkAnswer) async throws -> (DeliveryReport, [SinkRequest]) {
        let other = try await ChatSink.start()
        other.script([second])
        let (reports, requests) = try await SinkFixture.deliver(answers: [first]) { sink, client in
            let yaml = """
                alertmanager_configs:
                  - urls: ['\(sink.baseURL)', '\(other.baseURL)/am/']
                    basic_auth: {username: u, password: p}
                """
            let (configurations, problems) = ReceiverFixture.read(yaml, global: GlobalDefaults(allowsHTTP: true))
            #expect(problems.isEmpty)
            return try #require(configurations.first).makeNotifier(http: client)
        }
        let all = requests + other.requests
        await other.stop()
        return (try #require(reports.first), all)
    }

    @Test func sendsToEveryMember() async throws {
        let (report, requests) = try await deliver(.status(200), .status(200))
        #expect(report.outcome == .delivered && report.error == nil)
        #expect(requests.map(\.path) == ["/api/v2/alerts", "/am/api/v2/alerts"])
        #expect(requests.allSatisfy { $0.header("authorization") == "Basic dTpw" })
        #expect(requests.allSatisfy { $0.header("content-type") == "application/json" })
        #expect(requests.first?.body == requests.last?.body)
    }

    @Test func isContentWithOneMemberAndNamesTheOther() async throws {
        let (report, _) = try await deliver(.status(503), .status(200))
        #expect(report.outcome == .delivered)
        #expect(report.error?.hasPrefix("1 of 2 members did not take it; 127.0.0.1/") == true)
        #expect(report.error?.contains("HTTP 503") == true)
    }

    @Test(arguments: [
        (SinkAnswer.status(404), SinkAnswer.status(500), DeliveryOutcome.retry(reason: .serverError, after: nil)),
        (.status(404), .reset, .unknown(reason: .connection)),
        (.status(404), .status(400), .rejected(reason: .refused)),
        (.status(404), .status(403), .channelBroken(reason: .channelGone)),
    ])
    func reportsWhatLeavesMostHope(first: SinkAnswer, second: SinkAnswer, outcome: DeliveryOutcome) async throws {
        let (report, _) = try await deliver(first, second)
        #expect(report.outcome == outcome)
        #expect(report.error?.hasPrefix("2 of 2 members did not take it; ") == true)
    }
}
