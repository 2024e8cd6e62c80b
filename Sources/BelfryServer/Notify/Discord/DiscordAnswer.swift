internal import BelfryCore

/// Reads Discord's answers.
///
/// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json and
/// https://discord.com/developers/docs/topics/rate-limits
enum DiscordAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let verdict = JSONBody.decoded(Verdict.self, from: response)
        let retryAfter = wait(response, verdict, now: now)
        if (200...299).contains(response.status) {
            // A gateway in between may have dropped `wait=true`, whose answer is the message.
            let isAccepted = verdict?.id != nil || response.status == 204
            return isAccepted ? .delivered : .retry(reason: .unexpectedAnswer, after: retryAfter)
        }
        if let code = verdict?.code, let outcome = outcome(code, retryAfter: retryAfter) { return outcome }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    /// The JSON of a message, of an error and of a rate limit.
    private struct Verdict: Decodable {
        var id: String?
        var code: Int?
        /// Seconds, with a fraction.
        var retryAfter: Double?

        private enum CodingKeys: String, CodingKey {
            case id, code
            case retryAfter = "retry_after"
        }
    }

    /// The body is exact where the header is rounded; Cloudflare, in front of Discord, sends the header only.
    private static func wait(_ response: OutgoingResponse, _ verdict: Verdict?, now: Instant) -> TimeSpan? {
        verdict?.retryAfter.flatMap { RetryAfter.span(seconds: $0) }
            ?? RetryAfter.span(of: response, now: now)
            ?? response.header("X-RateLimit-Reset-After").flatMap { RetryAfter.span($0, now: now) }
    }

    private static func outcome(_ code: Int, retryAfter: TimeSpan?) -> DeliveryOutcome? {
        switch code {
        // Unknown channel, guild and webhook; missing access and permissions; invalid token; archived thread; a forum
        // channel without `thread_id`, and the other ways a thread can be wrong: no message would pass.
        case 10_003, 10_004, 10_015, 50_001, 50_013, 50_027, 50_083, 220_001, 220_002, 220_003:
            .channelBroken(reason: .channelGone)
        // Too large, empty, invalid form body, no JSON; blocked by the server's own rules.
        case 40_005, 50_006, 50_035, 50_109, 200_000, 200_001: .rejected(reason: .refused)
        // Slow mode, write limits of channel and server, a resource's own limit, Cloudflare.
        case 20_016, 20_028, 20_029, 40_062, 40_333: .retry(reason: .rateLimited, after: retryAfter)
        default: nil
        }
    }
}
