internal import BelfryCore

/// Reads Rocket.Chat's answers.
///
/// https://docs.rocket.chat/docs/create-an-incoming-webhook; the errors are those of `integrations/server/api/api.ts`
/// and of the rate limiter in https://github.com/RocketChat/Rocket.Chat
enum RocketChatAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let verdict = JSONBody.decoded(Verdict.self, from: response)
        let isSuccess = (200...299).contains(response.status)
        if isSuccess, verdict?.success == true { return .delivered }
        let retryAfter = wait(response, verdict, now: now)
        if verdict?.success == false {
            // A disabled integration says so with a status that elsewhere passes by itself.
            if response.status == 503 { return .channelBroken(reason: .channelGone) }
            if let outcome = outcome(verdict?.error ?? "", retryAfter: retryAfter) { return outcome }
            if isSuccess { return .rejected(reason: .refused) }
        }
        return isSuccess
            ? .retry(reason: .unexpectedAnswer, after: retryAfter)
            : AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    private struct Verdict: Decodable {
        var success: Bool?
        var error: String?
    }

    private static func outcome(_ error: String, retryAfter: TimeSpan?) -> DeliveryOutcome? {
        let error = error.lowercased()
        if error.contains("too-many-requests") { return .retry(reason: .rateLimited, after: retryAfter) }
        if channelErrors.contains(where: { error.contains($0) }) { return .channelBroken(reason: .channelGone) }
        if error == "unknown-error" { return .retry(reason: .serverError, after: retryAfter) }
        return nil
    }

    private static let channelErrors = [
        "invalid integration id or token", "overriding destination channel is disabled", "invalid-channel",
        "invalid-room", "error-not-allowed", "error-no-permission", "room_is_archived", "room-archived",
        "you can't send messages because you", "error-room-not-found",
    ]

    /// `Retry-After` from a proxy in front; else the server's own header in milliseconds since 1970, or its words.
    private static func wait(_ response: OutgoingResponse, _ verdict: Verdict?, now: Instant) -> TimeSpan? {
        if let span = RetryAfter.span(of: response, now: now) { return span }
        guard response.status == 429 else { return nil }
        if let reset = response.header("X-RateLimit-Reset").flatMap(Double.init) {
            return RetryAfter.span(seconds: max(0, reset / 1_000 - now.secondsSinceEpoch))
        }
        let words = (verdict?.error ?? "").split(separator: " ")
        let seconds = words.indices.dropFirst().first { words[$0].hasPrefix("second") }.flatMap {
            Double(words[$0 - 1])
        }
        return seconds.flatMap { RetryAfter.span(seconds: $0) }
    }
}
