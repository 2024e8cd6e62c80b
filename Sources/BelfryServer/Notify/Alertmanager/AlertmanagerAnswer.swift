internal import BelfryCore

/// Reads Alertmanager's answers.
///
/// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml (`postAlerts`)
///
/// | answer | outcome |
/// |---|---|
/// | 200 | delivered |
/// | 200 with a page | retry: the sign-in of a proxy answered |
/// | 400 | message refused: some alerts are invalid, and the valid ones are stored |
/// | 401, 403, 404, 410 | channel broken |
/// | 408, 429, 5xx | retry, after `Retry-After` |
enum AlertmanagerAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let retryAfter = RetryAfter.span(of: response, now: now)
        if response.isSuccess, response.isPage { return .retry(reason: .unexpectedAnswer, after: retryAfter) }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }
}
