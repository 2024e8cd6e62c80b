import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct GoogleChatAnswerTests {
    private static func error(_ code: Int, _ status: String, _ message: String = "…") -> String {
        #"{"error":{"code":\#(code),"message":"\#(message)","status":"\#(status)"}}"#
    }

    @Test(arguments: [
        (200, #"{"name":"spaces/AAA/messages/BBB"}"#, DeliveryOutcome.delivered),
        (200, "", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (200, "<html>", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (200, error(429, "RESOURCE_EXHAUSTED"), .retry(reason: .rateLimited, after: .seconds(7))),
        (200, error(403, "NEW_TO_US"), .channelBroken(reason: .channelGone)),
        (429, error(429, "RESOURCE_EXHAUSTED"), .retry(reason: .rateLimited, after: .seconds(7))),
        (429, "", .retry(reason: .rateLimited, after: .seconds(7))),
        (500, error(500, "INTERNAL"), .retry(reason: .serverError, after: .seconds(7))),
        (503, error(503, "UNAVAILABLE"), .retry(reason: .serverError, after: .seconds(7))),
        (400, error(400, "INVALID_ARGUMENT"), .rejected(reason: .refused)),
        (400, error(400, "INVALID_ARGUMENT", "API key not valid."), .channelBroken(reason: .channelGone)),
        (400, "", .rejected(reason: .refused)), (413, "", .rejected(reason: .refused)),
        (401, error(401, "UNAUTHENTICATED"), .channelBroken(reason: .channelGone)),
        (403, error(403, "PERMISSION_DENIED"), .channelBroken(reason: .channelGone)),
        (404, error(404, "NOT_FOUND"), .channelBroken(reason: .channelGone)),
        (404, "", .channelBroken(reason: .channelGone)), (410, "", .channelBroken(reason: .channelGone)),
        (408, "", .retry(reason: .timeout, after: .seconds(7))),
        (302, "", .rejected(reason: .redirect)),
    ])
    func readsTheAnswer(status: Int, body: String, outcome: DeliveryOutcome) {
        let headers = [(name: "Retry-After", value: "7")]
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        #expect(GoogleChatAnswer.outcome(response, now: nightly) == outcome)
    }

    @Test(arguments: [
        (SinkAnswer.status(200, body: #"{"name":"spaces/AAA/messages/BBB"}"#), DeliveryOutcome.delivered),
        (.tooManyRequests(), .retry(reason: .rateLimited, after: nil)),
        (.status(404), .channelBroken(reason: .channelGone)),
        (.truncated, .unknown(reason: .connection)),
    ])
    func deliversToARealServer(answer: SinkAnswer, outcome: DeliveryOutcome) async throws {
        let (reports, requests) = try await SinkFixture.deliver(answers: [answer]) { sink, client in
            let yaml = "googlechat_configs: [{url: '\(sink.baseURL)/v1/spaces/AAA/messages?key=k&token=t%3D'}]"
            let (configurations, problems) = ReceiverFixture.read(yaml, global: GlobalDefaults(allowsHTTP: true))
            #expect(problems.isEmpty)
            return try #require(configurations.first).makeNotifier(http: client)
        }
        #expect(reports.map(\.outcome) == [outcome])
        let request = try #require(requests.first)
        #expect(
            request.path
                == "/v1/spaces/AAA/messages?key=k&token=t%3D&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
        )
        #expect(request.header("content-type") == "application/json")
    }
}
