import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct MatrixAnswerTests {
    private static func error(_ code: String, _ more: String = "") -> String {
        #"{"errcode":"\#(code)","error":"…"\#(more)}"#
    }

    private static func outcome(_ status: Int, _ body: String, retryAfter: String?) -> DeliveryOutcome {
        let headers = retryAfter.map { [(name: "Retry-After", value: $0)] } ?? []
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        return MatrixAnswer.outcome(response, now: nightly)
    }

    @Test(arguments: [
        (200, #"{"event_id":"$abc"}"#, DeliveryOutcome.delivered),
        (200, "{}", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (200, "<html>", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (429, error("M_LIMIT_EXCEEDED", #","retry_after_ms":2000"#), .retry(reason: .rateLimited, after: .seconds(7))),
        (400, error("M_LIMIT_EXCEEDED"), .retry(reason: .rateLimited, after: .seconds(7))),
        (401, error("M_UNKNOWN_TOKEN", #","soft_logout":true"#), .channelBroken(reason: .channelGone)),
        (401, error("M_MISSING_TOKEN"), .channelBroken(reason: .channelGone)),
        (403, error("M_FORBIDDEN"), .channelBroken(reason: .channelGone)),
        (403, error("M_USER_DEACTIVATED"), .channelBroken(reason: .channelGone)),
        (404, error("M_UNRECOGNIZED"), .channelBroken(reason: .channelGone)),
        (404, "", .channelBroken(reason: .channelGone)),
        (413, error("M_TOO_LARGE"), .rejected(reason: .refused)),
        (400, error("M_BAD_JSON"), .rejected(reason: .refused)),
        (400, error("M_UNKNOWN"), .rejected(reason: .refused)),
        (408, "", .retry(reason: .timeout, after: .seconds(7))),
        (500, error("M_UNKNOWN"), .retry(reason: .serverError, after: .seconds(7))),
        (502, "<html>", .retry(reason: .serverError, after: .seconds(7))),
        (308, "", .rejected(reason: .redirect)),
    ])
    func readsTheAnswer(status: Int, body: String, outcome: DeliveryOutcome) {
        #expect(Self.outcome(status, body, retryAfter: "7") == outcome)
    }

    @Test func readsTheWaitOfOlderServers() {
        let body = Self.error("M_LIMIT_EXCEEDED", #","retry_after_ms":2500"#)
        #expect(Self.outcome(429, body, retryAfter: nil) == .retry(reason: .rateLimited, after: .milliseconds(2_500)))
    }

    @Test func repeatsUnderTheSameTransaction() async throws {
        let (reports, requests) = try await SinkFixture.deliver(
            contexts: [.atNight(), DeliveryContext(deliveryID: "d-1", attempt: 2, now: nightly + .seconds(9))],
            answers: [.reset, .status(200, body: #"{"event_id":"$abc"}"#)]
        ) { sink, client in
            MatrixConfiguration(
                homeserver: try TargetURL(sink.baseURL),
                accessToken: Secret("t"),
                roomID: "!a/b:m.example"
            ).makeNotifier(http: client)
        }
        #expect(reports.map(\.outcome) == [.unknown(reason: .connection), .delivered])
        let path = "/_matrix/client/v3/rooms/%21a%2Fb%3Am.example/send/m.room.message/d-1"
        #expect(requests.map(\.path) == [path, path])
        #expect(requests.allSatisfy { $0.method == "PUT" && $0.header("authorization") == "Bearer t" })
    }
}
