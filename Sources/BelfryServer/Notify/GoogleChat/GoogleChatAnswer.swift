internal import BelfryCore

/// Reads Google Chat's answers.
///
/// https://developers.google.com/workspace/chat/limits and https://cloud.google.com/apis/design/errors
///
/// | answer | outcome |
/// |---|---|
/// | 200 with the message's `name` | delivered |
/// | 200 with anything else | retry: somebody else answered |
/// | `RESOURCE_EXHAUSTED`, 429 | retry, after `Retry-After` (Google sends none) |
/// | `UNAVAILABLE`, `INTERNAL`, `DEADLINE_EXCEEDED`, `ABORTED`, 408, 5xx | retry |
/// | `INVALID_ARGUMENT`, `FAILED_PRECONDITION`, `OUT_OF_RANGE`, 400, 413 | message refused |
/// | `NOT_FOUND`, `PERMISSION_DENIED`, `UNAUTHENTICATED`, 401, 403, 404, 410; an invalid key or token | channel broken |
enum GoogleChatAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let retryAfter = RetryAfter.span(of: response, now: now)
        if let failure = JSONBody.decoded(Failure.self, from: response)?.error {
            return outcome(failure, retryAfter: retryAfter)
                ?? AnswerClassifier.outcome(
                    status: response.isSuccess ? failure.code ?? 500 : response.status,
                    retryAfter: retryAfter
                )
        }
        if response.isSuccess {
            let isMessage = JSONBody.decoded(Posted.self, from: response) != nil
            return isMessage ? .delivered : .retry(reason: .unexpectedAnswer, after: retryAfter)
        }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    private struct Posted: Decodable {
        var name: String
    }

    private struct Failure: Decodable {
        struct Detail: Decodable {
            var code: Int?
            var status: String?
            var message: String?
        }

        var error: Detail
    }

    private static func outcome(_ failure: Failure.Detail, retryAfter: TimeSpan?) -> DeliveryOutcome? {
        switch failure.status {
        case "RESOURCE_EXHAUSTED": return .retry(reason: .rateLimited, after: retryAfter)
        case "UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED", "ABORTED", "UNKNOWN":
            return .retry(reason: .serverError, after: retryAfter)
        case "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED": return .channelBroken(reason: .channelGone)
        case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE":
            // A wrong key is an invalid argument, too.
            let words = failure.message?.lowercased() ?? ""
            let isKey = words.contains("api key not valid") || words.contains("invalid token")
            return isKey ? .channelBroken(reason: .channelGone) : .rejected(reason: .refused)
        default: return nil
        }
    }
}
