import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct RocketChatAnswerTests {
    private func outcome(_ status: Int, _ body: String, headers: [String: String] = [:]) -> DeliveryOutcome {
        let response = OutgoingResponse(
            status: status,
            headers: headers.map { (name: $0.key, value: $0.value) },
            body: Array(body.utf8),
            latency: .zero
        )
        return RocketChatAnswer.outcome(response, now: nightly)
    }

    @Test func acceptsSuccess() {
        #expect(outcome(200, #"{"success":true}"#) == .delivered)
    }

    @Test(arguments: ["", "ok", "{}", "<html>Sign in</html>"])
    func doesNotTrustABare200(body: String) {
        #expect(outcome(200, body) == .retry(reason: .unexpectedAnswer, after: nil))
    }

    @Test(arguments: [
        (503, #"{"success":false,"error":"Service Unavailable"}"#),
        (400, #"{"success":false,"error":"Invalid integration id or token provided."}"#),
        (400, #"{"success":false,"error":"overriding destination channel is disabled for this integration"}"#),
        (400, #"{"success":false,"error":"invalid-channel"}"#), (404, "<html></html>"), (401, ""),
    ])
    func findsTheChannelGone(status: Int, body: String) {
        #expect(outcome(status, body) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [
        (400, #"{"success":false,"error":"error-message-size-exceeded"}"#),
        (400, #"{"success":false,"error":"error-running-script"}"#),
        (200, #"{"success":false,"error":"news to us"}"#), (413, ""),
    ])
    func findsTheMessageRefused(status: Int, body: String) {
        #expect(outcome(status, body) == .rejected(reason: .refused))
    }

    private static let slowDown =
        #"{"success":false,"error":"Error, too many requests. Please slow down. You must wait 23 seconds before"#
        + #" trying this endpoint again. [error-too-many-requests]"}"#

    @Test(arguments: [
        (slowDown, [:], 23), ("", ["Retry-After": "7"], 7),
        (slowDown, ["X-RateLimit-Reset": "\(nightly.microseconds / 1_000 + 15_000)"], 15),
        (slowDown, ["X-RateLimit-Reset": "1"], 0),
    ])
    func waitsAsLongAsItIsAskedTo(body: String, headers: [String: String], seconds: Int) {
        #expect(outcome(429, body, headers: headers) == .retry(reason: .rateLimited, after: .seconds(Int64(seconds))))
    }

    @Test(arguments: [
        (429, "", DeliveryFailure.rateLimited), (503, "<html></html>", .serverError), (500, "", .serverError),
        (400, #"{"success":false,"error":"unknown-error"}"#, .serverError),
    ])
    func retriesWhenRocketChatIsBusy(status: Int, body: String, reason: DeliveryFailure) {
        #expect(outcome(status, body) == .retry(reason: reason, after: nil))
    }
}
