internal import BelfryCore
internal import Foundation

/// Reads Slack's answers.
///
/// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
/// The error is a word in the body; the status it comes with varies, so the word decides. Servers that imitate Slack answer
/// with JSON instead, and so does Slack's own Web API.
enum SlackAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let retryAfter = RetryAfter.span(of: response, now: now)
        let isSuccess = (200...299).contains(response.status)
        let text = String(decoding: response.body.prefix(4_096), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let verdict = (try? JSONDecoder().decode(Verdict.self, from: Data(response.body))) ?? Verdict(error: text)
        if isSuccess, text == "ok" || verdict.succeeded { return .delivered }
        if let word = verdict.error, let outcome = outcome(word, retryAfter: retryAfter) { return outcome }
        if isSuccess {
            return verdict.failed ? .rejected(reason: .refused) : .retry(reason: .unexpectedAnswer, after: retryAfter)
        }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    /// The JSON of the Web API (`ok`) and of Rocket.Chat (`success`).
    private struct Verdict: Decodable {
        var ok: Bool?
        var success: Bool?
        var error: String?

        var succeeded: Bool { ok == true || success == true }
        var failed: Bool { ok == false || success == false }
    }

    private static func outcome(_ word: String, retryAfter: TimeSpan?) -> DeliveryOutcome? {
        switch word {
        case "no_service", "no_service_id", "no_active_hooks", "no_team", "channel_not_found", "channel_is_archived",
            "is_archived", "team_disabled", "invalid_token", "action_prohibited", "posting_to_general_channel_denied",
            "invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_in_channel":
            .channelBroken(reason: .channelGone)
        case "invalid_payload", "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "no_text",
            "too_many_attachments", "user_not_found", "msg_too_long", "msg_blocks_too_long":
            .rejected(reason: .refused)
        case "ratelimited", "rate_limited", "message_limit_exceeded": .retry(reason: .rateLimited, after: retryAfter)
        case "rollup_error", "internal_error", "fatal_error", "service_unavailable", "request_timeout":
            .retry(reason: .serverError, after: retryAfter)
        default: nil
        }
    }
}
