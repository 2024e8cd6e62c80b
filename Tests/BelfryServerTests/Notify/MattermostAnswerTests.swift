import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct MattermostAnswerTests {
    private func outcome(_ status: Int, _ body: String, retryAfter: String? = nil) -> DeliveryOutcome {
        let headers = retryAfter.map { [(name: "Retry-After", value: $0)] } ?? []
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        return MattermostAnswer.outcome(response, now: nightly)
    }

    private func error(_ id: String) -> String {
        #"{"id":"\#(id)","message":"…","detailed_error":"","request_id":"r","status_code":400}"#
    }

    @Test(arguments: ["ok", "ok\n"])
    func acceptsOnlyTheWordOfAcceptance(body: String) {
        #expect(outcome(200, body) == .delivered)
    }

    @Test(arguments: ["", "{}", "<html>Mattermost</html>"])
    func doesNotTrustABare200(body: String) {
        #expect(outcome(200, body) == .retry(reason: .unexpectedAnswer, after: nil))
    }

    @Test(arguments: [
        (501, "web.incoming_webhook.disabled.app_error"), (400, "web.incoming_webhook.invalid.app_error"),
        (404, "web.incoming_webhook.channel.app_error"), (403, "web.incoming_webhook.channel_locked.app_error"),
        (403, "web.incoming_webhook.permissions.app_error"), (400, "web.incoming_webhook.user.app_error"),
        (404, "app.channel.get.existing.app_error"), (404, "api.context.404.app_error"), (401, "whatever"),
    ])
    func findsTheChannelGone(status: Int, id: String) {
        #expect(outcome(status, error(id)) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [
        (400, "web.incoming_webhook.parse.app_error"), (400, "web.incoming_webhook.text.app_error"),
        (500, "web.incoming_webhook.split_props_length.app_error"), (400, "news.to.us"), (413, ""),
    ])
    func findsTheMessageRefused(status: Int, id: String) {
        #expect(outcome(status, error(id)) == .rejected(reason: .refused))
    }

    @Test(arguments: [
        (429, "limit exceeded", DeliveryFailure.rateLimited),
        (500, #"{"id":"api.post.create_webhook_post.creating.app_error"}"#, .serverError), (502, "", .serverError),
    ])
    func retriesWhenMattermostIsBusy(status: Int, body: String, reason: DeliveryFailure) {
        #expect(outcome(status, body, retryAfter: "7") == .retry(reason: reason, after: .seconds(7)))
    }
}
