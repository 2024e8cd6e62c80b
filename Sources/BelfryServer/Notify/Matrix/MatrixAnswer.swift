internal import BelfryCore

/// Reads a homeserver's answers.
///
/// https://spec.matrix.org/v1.11/client-server-api/#standard-error-response
///
/// | answer | outcome |
/// |---|---|
/// | 200 with an `event_id` | delivered |
/// | 200 with anything else | retry: somebody else answered |
/// | `M_LIMIT_EXCEEDED`, 429 | retry, after `Retry-After` or, of older servers, `retry_after_ms` |
/// | `M_UNKNOWN_TOKEN`, `M_MISSING_TOKEN`, `M_FORBIDDEN`, `M_NOT_FOUND`, `M_USER_DEACTIVATED` …, 401, 403, 404 | channel broken |
/// | `M_TOO_LARGE`, `M_BAD_JSON`, `M_INVALID_PARAM` …, 400, 413 | message refused |
/// | 408, 5xx | retry |
enum MatrixAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let header = RetryAfter.span(of: response, now: now)
        if response.isSuccess {
            let isEvent = JSONBody.decoded(Sent.self, from: response) != nil
            return isEvent ? .delivered : .retry(reason: .unexpectedAnswer, after: header)
        }
        guard let failure = JSONBody.decoded(Failure.self, from: response) else {
            return AnswerClassifier.outcome(status: response.status, retryAfter: header)
        }
        let milliseconds = failure.retryAfterMS.flatMap { RetryAfter.span("\($0 / 1_000)", now: now) }
        switch failure.errcode {
        case "M_LIMIT_EXCEEDED": return .retry(reason: .rateLimited, after: header ?? milliseconds)
        case "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_FORBIDDEN", "M_NOT_FOUND", "M_UNRECOGNIZED",
            "M_USER_DEACTIVATED", "M_USER_SUSPENDED", "M_USER_LOCKED", "M_GUEST_ACCESS_FORBIDDEN":
            return .channelBroken(reason: .channelGone)
        case "M_TOO_LARGE", "M_BAD_JSON", "M_NOT_JSON", "M_INVALID_PARAM", "M_MISSING_PARAM":
            return .rejected(reason: .refused)
        default: return AnswerClassifier.outcome(status: response.status, retryAfter: header)
        }
    }

    private struct Sent: Decodable {
        var eventID: String

        private enum CodingKeys: String, CodingKey {
            case eventID = "event_id"
        }
    }

    private struct Failure: Decodable {
        var errcode: String
        var retryAfterMS: Double?

        private enum CodingKeys: String, CodingKey {
            case errcode
            case retryAfterMS = "retry_after_ms"
        }
    }
}
