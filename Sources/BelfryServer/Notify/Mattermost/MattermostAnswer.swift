internal import BelfryCore
internal import Foundation

/// Reads Mattermost's answers.
///
/// https://developers.mattermost.com/integrate/webhooks/incoming/#troubleshooting: acceptance is the word `ok`, an
/// error JSON with an `id`; the ids are those of `server/channels/app/webhook.go` in
/// https://github.com/mattermost/mattermost
enum MattermostAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let retryAfter = RetryAfter.span(of: response, now: now)
        if let id = JSONBody.decoded(Verdict.self, from: response)?.id, let outcome = outcome(id) { return outcome }
        guard (200...299).contains(response.status) else {
            return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
        }
        let text = String(decoding: response.body.prefix(64), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines) == "ok"
            ? .delivered : .retry(reason: .unexpectedAnswer, after: retryAfter)
    }

    private struct Verdict: Decodable {
        var id: String?
    }

    /// The status is of no help: the feature switched off is 501, a deleted webhook 400.
    private static func outcome(_ id: String) -> DeliveryOutcome? {
        switch id {
        case "web.incoming_webhook.disabled.app_error", "web.incoming_webhook.invalid.app_error",
            "web.incoming_webhook.channel.app_error", "web.incoming_webhook.channel_locked.app_error",
            "web.incoming_webhook.user.app_error", "web.incoming_webhook.permissions.app_error",
            "app.channel.get.existing.app_error", "api.post.create_post.can_not_post_to_deleted.error",
            "api.post.create_post.town_square_read_only":
            .channelBroken(reason: .channelGone)
        case "web.incoming_webhook.parse.app_error", "web.incoming_webhook.decode.app_error",
            "web.incoming_webhook.text.app_error", "web.incoming_webhook.text.length.app_error",
            "web.incoming_webhook.attachment.app_error", "web.incoming_webhook.split_props_length.app_error",
            "api.context.invalid_param.app_error", "api.context.invalid_body_param.app_error":
            .rejected(reason: .refused)
        default: nil
        }
    }
}
