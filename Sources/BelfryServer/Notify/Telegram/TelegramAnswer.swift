internal import BelfryCore

/// Reads the answers of Telegram's bot API.
///
/// https://core.telegram.org/bots/api#making-requests: what went wrong stands in `error_code` and, in words, in
/// `description`; the words are those of https://github.com/tdlib/telegram-bot-api
enum TelegramAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let verdict = JSONBody.decoded(Verdict.self, from: response)
        let isSuccess = (200...299).contains(response.status)
        if isSuccess, verdict?.ok == true { return .delivered }
        let retryAfter =
            verdict?.parameters?.retryAfter.flatMap { RetryAfter.span(seconds: $0) }
            ?? RetryAfter.span(of: response, now: now)
        guard let verdict, verdict.ok == false else {
            return isSuccess
                ? .retry(reason: .unexpectedAnswer, after: retryAfter)
                : AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
        }
        let code = verdict.errorCode ?? (isSuccess ? badRequest : response.status)
        if code == badRequest, verdict.parameters?.migratedChat != nil || namesTheChat(verdict.description ?? "") {
            return .channelBroken(reason: .channelGone)
        }
        return AnswerClassifier.outcome(status: code, retryAfter: retryAfter)
    }

    /// The number of the supergroup a group has become; nil where it has not.
    static func migratedChat(_ response: OutgoingResponse) -> TelegramChat? {
        JSONBody.decoded(Verdict.self, from: response)?.parameters?.migratedChat.map { TelegramChat($0) }
    }

    private struct Verdict: Decodable {
        var ok: Bool?
        var errorCode: Int?
        var description: String?
        var parameters: Parameters?

        private enum CodingKeys: String, CodingKey {
            case ok, description, parameters
            case errorCode = "error_code"
        }
    }

    /// What the words of an error say in figures.
    ///
    /// https://core.telegram.org/bots/api#responseparameters
    private struct Parameters: Decodable {
        /// Seconds.
        var retryAfter: Double?
        var migratedChat: Int64?

        private enum CodingKeys: String, CodingKey {
            case retryAfter = "retry_after"
            case migratedChat = "migrate_to_chat_id"
        }
    }

    private static let badRequest = 400

    /// Whether a bad request is bad because of the chat: no message would pass.
    private static func namesTheChat(_ description: String) -> Bool {
        let description = description.lowercased()
        return chatErrors.contains { description.contains($0) }
    }

    private static let chatErrors = [
        "chat not found", "chat_id is empty", "chat identifier", "peer_id_invalid", "message thread not found",
        "topic_closed", "topic_deleted", "upgraded to a supergroup", "chat_write_forbidden", "chat_restricted",
        "chat_send_plain_forbidden", "not enough rights", "have no rights", "need administrator rights",
        "group chat was deactivated", "chat was deleted", "bot was kicked", "bot was blocked",
    ]
}
