import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct TeamsAnswerTests {
    @Test(arguments: [
        (202, "", DeliveryOutcome.delivered), (200, "1", .delivered), (200, "", .delivered),
        (
            200,
            "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x",
            .retry(reason: .rateLimited, after: .seconds(7))
        ),
        (200, "Microsoft Teams endpoint returned HTTP error 413", .rejected(reason: .refused)),
        (200, "Microsoft Teams endpoint returned HTTP error 404", .channelBroken(reason: .channelGone)),
        (200, "<html>Sign in</html>", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (400, #"{"error":{"code":"TriggerInputSchemaMismatch","message":"…"}}"#, .rejected(reason: .refused)),
        (400, #"{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"…"}}"#, .channelBroken(reason: .channelGone)),
        (400, "", .rejected(reason: .refused)), (413, "", .rejected(reason: .refused)),
        (401, #"{"error":{"code":"DirectApiAuthorizationRequired"}}"#, .channelBroken(reason: .channelGone)),
        (403, "", .channelBroken(reason: .channelGone)), (404, "", .channelBroken(reason: .channelGone)),
        (410, "", .channelBroken(reason: .channelGone)),
        (408, "", .retry(reason: .timeout, after: .seconds(7))),
        (429, "", .retry(reason: .rateLimited, after: .seconds(7))),
        (500, "", .retry(reason: .serverError, after: .seconds(7))),
        (502, #"{"error":{"code":"NoResponse"}}"#, .retry(reason: .serverError, after: .seconds(7))),
        (307, "", .rejected(reason: .redirect)),
    ])
    func readsTheAnswer(status: Int, body: String, outcome: DeliveryOutcome) {
        let headers = [(name: "Retry-After", value: "7")]
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        #expect(TeamsAnswer.outcome(response, now: nightly) == outcome)
    }

    @Test(arguments: [
        (SinkAnswer.status(202), DeliveryOutcome.delivered),
        (.tooManyRequests(retryAfter: "30"), .retry(reason: .rateLimited, after: .seconds(30))),
        (.status(404), .channelBroken(reason: .channelGone)),
        (.reset, .unknown(reason: .connection)),
    ])
    func deliversToARealServer(answer: SinkAnswer, outcome: DeliveryOutcome) async throws {
        let (reports, requests) = try await SinkFixture.deliver(answers: [answer]) { sink, client in
            TeamsConfiguration(webhookURL: try TargetURL("\(sink.baseURL)/workflows/1?sig=a%2Fb&x=1"))
                .makeNotifier(http: client)
        }
        #expect(reports.map(\.outcome) == [outcome])
        let request = try #require(requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/workflows/1?sig=a%2Fb&x=1")
        #expect(request.header("content-type") == "application/json")
        #expect(
            try JSONStrings.values(of: "contentType", in: request.body) == ["application/vnd.microsoft.card.adaptive"]
        )
    }
}
