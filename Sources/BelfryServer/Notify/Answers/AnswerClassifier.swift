public import BelfryCore

/// What an HTTP status means where a target has nothing more to say about it.
public enum AnswerClassifier {
    /// The outcome of an answer by its status alone.
    public static func outcome(status: Int, retryAfter: TimeSpan?) -> DeliveryOutcome {
        switch status {
        case 200...299: .delivered
        // Following would send the message, and its secret, to whoever the answer names.
        case 300...399: .rejected(reason: .redirect)
        case 401, 403, 404, 410: .channelBroken(reason: .channelGone)
        case 408: .retry(reason: .timeout, after: retryAfter)
        case 425: .retry(reason: .serverError, after: retryAfter)
        case 429: .retry(reason: .rateLimited, after: retryAfter)
        case 400...499: .rejected(reason: .refused)
        case 500...599: .retry(reason: .serverError, after: retryAfter)
        default: .retry(reason: .unexpectedAnswer, after: retryAfter)
        }
    }

    /// The outcome of an answer by its status and `Retry-After`.
    public static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        outcome(status: response.status, retryAfter: RetryAfter.span(of: response, now: now))
    }
}
