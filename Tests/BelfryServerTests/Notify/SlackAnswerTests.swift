import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct SlackAnswerTests {
    private func outcome(_ status: Int, _ body: String, retryAfter: String? = nil) -> DeliveryOutcome {
        let headers = retryAfter.map { [(name: "retry-after", value: $0)] } ?? []
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        return SlackAnswer.outcome(response, now: instant("2026-01-25T02:00:00Z"))
    }

    @Test(arguments: ["ok", "ok\n", #"{"ok":true}"#, #"{"success":true}"#])
    func acceptsOnlyTheWordsOfAcceptance(body: String) {
        #expect(outcome(200, body) == .delivered)
    }

    @Test(arguments: ["", "<html>Sign in to the guest network</html>", "not ok", "okay"])
    func doesNotTrustABare200(body: String) {
        #expect(outcome(200, body) == .retry(reason: .unexpectedAnswer, after: nil))
    }

    @Test(arguments: [
        (404, "no_service"), (403, "no_service"), (404, "channel_not_found"), (410, "channel_is_archived"),
        (403, "action_prohibited"),
        (400, "invalid_token"), (500, "no_team"), (403, "team_disabled"), (404, "whatever"), (410, ""),
        (200, #"{"ok":false,"error":"channel_not_found"}"#),
    ])
    func findsTheChannelGone(status: Int, body: String) {
        #expect(outcome(status, body) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [
        (400, "invalid_payload"), (403, "invalid_blocks"), (404, "invalid_blocks_format"), (500, "no_text"),
        (400, "too_many_attachments"),
        (400, "user_not_found"), (400, ""), (413, "large"), (200, #"{"ok":false,"error":"msg_blocks_too_long"}"#),
        (200, #"{"ok":false,"error":"news_to_us"}"#),
    ])
    func findsTheMessageRefused(status: Int, body: String) {
        #expect(outcome(status, body) == .rejected(reason: .refused))
    }

    @Test(arguments: [
        (429, "", DeliveryFailure.rateLimited), (429, "rate_limited", .rateLimited),
        (200, #"{"ok":false,"error":"ratelimited"}"#, .rateLimited),
        (500, "rollup_error", .serverError), (404, "rollup_error", .serverError), (503, "", .serverError),
    ])
    func retriesWhenSlackIsBusy(status: Int, body: String, reason: DeliveryFailure) {
        #expect(outcome(status, body, retryAfter: "30") == .retry(reason: reason, after: .seconds(30)))
    }
}
