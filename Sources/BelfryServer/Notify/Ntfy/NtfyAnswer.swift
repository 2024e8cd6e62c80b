internal import BelfryCore

/// Reads ntfy's answers.
///
/// https://docs.ntfy.sh/publish/: the published message comes back; an error has a `code` whose first three digits are
/// the status, listed in `server/errors.go` of https://github.com/binwiederhier/ntfy
enum NtfyAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let verdict = JSONBody.decoded(Verdict.self, from: response)
        let retryAfter = RetryAfter.span(of: response, now: now)
        if (200...299).contains(response.status) {
            return verdict?.id != nil ? .delivered : .retry(reason: .unexpectedAnswer, after: retryAfter)
        }
        if let code = verdict?.code, let outcome = outcome(code, retryAfter: retryAfter) { return outcome }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    private struct Verdict: Decodable {
        var id: String?
        var code: Int?
    }

    private static func outcome(_ code: Int, retryAfter: TimeSpan?) -> DeliveryOutcome? {
        switch code {
        // The topic's name is invalid, or reserved by the server.
        case 40_009, 40_010: .channelBroken(reason: .channelGone)
        case 42_901: .retry(reason: .rateLimited, after: retryAfter ?? requestRefill)
        // The quota of a day, of topics or of failed log-ins: nothing that passes within seconds.
        case 42_900...42_999: .retry(reason: .rateLimited, after: retryAfter ?? RetryAfter.maximum)
        default: nil
        }
    }

    /// How often the server allows a visitor one request more; it sends no `Retry-After`.
    ///
    /// https://docs.ntfy.sh/config/#rate-limiting
    private static let requestRefill = TimeSpan.seconds(5)
}
