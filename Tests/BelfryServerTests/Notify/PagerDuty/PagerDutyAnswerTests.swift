import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct PagerDutyAnswerTests {
    private static func invalid(_ error: String) -> String {
        #"{"status":"invalid event","message":"Event object is invalid","errors":["\#(error)"]}"#
    }

    private static func outcome(_ status: Int, _ body: String, retryAfter: String?) -> DeliveryOutcome {
        let headers = retryAfter.map { [(name: "Retry-After", value: $0)] } ?? []
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        return PagerDutyAnswer.outcome(response, now: nightly)
    }

    @Test(arguments: [
        (202, #"{"status":"success","message":"Event processed","dedup_key":"k"}"#, DeliveryOutcome.delivered),
        (200, #"{"status":"success"}"#, .delivered),
        (202, "", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (200, "<html>", .retry(reason: .unexpectedAnswer, after: .seconds(7))),
        (400, invalid("'payload.summary' is missing or blank"), .rejected(reason: .refused)),
        (
            400, invalid("Length of 'routing_key' is incorrect (should be 32 characters)"),
            .channelBroken(reason: .channelGone)
        ),
        (400, #"{"status":"invalid event","message":"Invalid routing key"}"#, .channelBroken(reason: .channelGone)),
        (400, "", .rejected(reason: .refused)), (413, "", .rejected(reason: .refused)),
        (401, "", .channelBroken(reason: .channelGone)), (403, "", .channelBroken(reason: .channelGone)),
        (404, "", .channelBroken(reason: .channelGone)), (410, "", .channelBroken(reason: .channelGone)),
        (429, "", .retry(reason: .rateLimited, after: .seconds(7))),
        (408, "", .retry(reason: .timeout, after: .seconds(7))),
        (500, "", .retry(reason: .serverError, after: .seconds(7))),
        (503, "", .retry(reason: .serverError, after: .seconds(7))),
        (302, "", .rejected(reason: .redirect)),
    ])
    func readsTheAnswer(status: Int, body: String, outcome: DeliveryOutcome) {
        #expect(Self.outcome(status, body, retryAfter: "7") == outcome)
    }

    @Test func leavesALimitAloneThatDoesNotSayForHowLong() {
        #expect(Self.outcome(429, "", retryAfter: nil) == .retry(reason: .rateLimited, after: .seconds(30)))
    }
}
