import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct ZulipAnswerTests {
    private static func error(_ code: String, _ more: String = "") -> String {
        #"{"result":"error","msg":"…","code":"\#(code)"\#(more)}"#
    }

    @Test(arguments: [
        (200, #"{"result":"success","msg":"","id":42}"#, DeliveryOutcome.delivered),
        (200, "", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (200, "<html>", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (200, error("BAD_REQUEST"), .rejected(reason: .refused)),
        (
            429, error("RATE_LIMIT_HIT", #","retry-after":28.7"#),
            .retry(reason: .rateLimited, after: .milliseconds(28_700))
        ),
        (400, error("RATE_LIMIT_HIT", #","retry-after":28"#), .retry(reason: .rateLimited, after: .seconds(28))),
        (429, error("RATE_LIMIT_HIT"), .retry(reason: .rateLimited, after: .seconds(7))),
        (429, "", .retry(reason: .rateLimited, after: .seconds(7))),
        (400, error("STREAM_DOES_NOT_EXIST", #","stream":"ops""#), .channelBroken(reason: .channelGone)),
        (400, error("BAD_REQUEST"), .rejected(reason: .refused)),
        (401, error("UNAUTHORIZED"), .channelBroken(reason: .channelGone)),
        (401, error("INVALID_API_KEY"), .channelBroken(reason: .channelGone)),
        (403, error("USER_DEACTIVATED"), .channelBroken(reason: .channelGone)),
        (404, "", .channelBroken(reason: .channelGone)),
        (413, "", .rejected(reason: .refused)),
        (408, "", .retry(reason: .timeout, after: .seconds(7))),
        (502, "<html>", .retry(reason: .serverError, after: .seconds(7))),
        (302, "", .rejected(reason: .redirect)),
    ])
    func readsTheAnswer(status: Int, body: String, outcome: DeliveryOutcome) {
        let headers = [(name: "Retry-After", value: "7")]
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        #expect(ZulipAnswer.outcome(response, now: nightly) == outcome)
    }

    @Test(arguments: [
        (SinkAnswer.status(200, body: #"{"result":"success","msg":"","id":42}"#), DeliveryOutcome.delivered),
        (
            .status(429, body: error("RATE_LIMIT_HIT", #","retry-after":3"#)),
            .retry(reason: .rateLimited, after: .seconds(3))
        ),
        (.status(401), .channelBroken(reason: .channelGone)),
        (.reset, .unknown(reason: .connection)),
    ])
    func deliversToARealServer(answer: SinkAnswer, outcome: DeliveryOutcome) async throws {
        let (reports, requests) = try await SinkFixture.deliver(answers: [answer]) { sink, client in
            let element =
                "site: '\(sink.baseURL)/', email: bot@x.example, api_key: k, stream: 'ops & more', topic: 'a=b'"
            let (configurations, problems) = ReceiverFixture.read(
                "zulip_configs: [{\(element)}]",
                global: GlobalDefaults(allowsHTTP: true)
            )
            #expect(problems.isEmpty)
            let notifier = try #require(configurations.first).makeNotifier(http: client)
            #expect(notifier.redactedTarget == "127.0.0.1 #ops & more")
            return notifier
        }
        #expect(reports.map(\.outcome) == [outcome])
        let request = try #require(requests.first)
        #expect(request.path == "/api/v1/messages")
        // bot@x.example:k
        #expect(request.header("authorization") == "Basic Ym90QHguZXhhbXBsZTpr")
        #expect(request.header("content-type") == "application/x-www-form-urlencoded")
        #expect(
            request.text.hasPrefix(
                "type=stream&to=ops%20%26%20more&topic=a%3Db&content=%2A%2A%F0%9F%94%B4%20ERROR%20Daily"
            )
        )
    }
}
