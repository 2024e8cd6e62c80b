internal import BelfryCore

/// Reads PagerDuty's answers.
///
/// https://developer.pagerduty.com/docs/send-alert-event#response-codes--retry-logic
///
/// | answer | outcome |
/// |---|---|
/// | 202 `"status": "success"` | delivered |
/// | 2xx with anything else | retry: somebody else answered |
/// | 400 with an error about the routing key | channel broken |
/// | other 400, 413, 422 | event refused |
/// | 401, 403, 404, 410 | channel broken |
/// | 429 | retry, after `Retry-After`, else half a minute (the limit counts by the minute) |
/// | 408, 5xx | retry |
enum PagerDutyAnswer {
    /// How long to leave a limit alone that does not say.
    private static let rateLimitPause = TimeSpan.seconds(30)

    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let retryAfter = RetryAfter.span(of: response, now: now)
        let verdict = JSONBody.decoded(Verdict.self, from: response)
        if response.isSuccess {
            return verdict?.status == "success" ? .delivered : .retry(reason: .unexpectedAnswer, after: retryAfter)
        }
        if response.status == 429 { return .retry(reason: .rateLimited, after: retryAfter ?? rateLimitPause) }
        let complaints = (verdict?.errors ?? []) + [verdict?.message ?? ""]
        if response.status == 400, complaints.contains(where: { isAboutKey($0.lowercased()) }) {
            return .channelBroken(reason: .channelGone)
        }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    private struct Verdict: Decodable {
        var status: String?
        var message: String?
        var errors: [String]?
    }

    private static func isAboutKey(_ complaint: String) -> Bool {
        complaint.contains("routing_key") || complaint.contains("routing key")
    }
}
