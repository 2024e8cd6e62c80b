internal import BelfryCore

/// Reads Zulip's answers: `code` is for programs, `msg` is translated.
///
/// https://zulip.com/api/rest-error-handling
///
/// | answer | outcome |
/// |---|---|
/// | 200 `"result": "success"` | delivered |
/// | `RATE_LIMIT_HIT`, 429 | retry, after `retry-after` of the body or the header |
/// | `STREAM_DOES_NOT_EXIST`, `UNAUTHORIZED`, `INVALID_API_KEY`, `USER_DEACTIVATED`, `REALM_DEACTIVATED` …, 401, 403, 404 | channel broken |
/// | other codes (`BAD_REQUEST` …), 400, 413 | message refused |
/// | 200 with anything else | retry: somebody else answered |
/// | 408, 5xx | retry |
enum ZulipAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let header = RetryAfter.span(of: response, now: now)
        guard let verdict = JSONBody.decoded(Verdict.self, from: response) else {
            if response.isSuccess { return .retry(reason: .unexpectedAnswer, after: header) }
            return AnswerClassifier.outcome(status: response.status, retryAfter: header)
        }
        if response.isSuccess, verdict.result == "success" { return .delivered }
        let retryAfter = verdict.retryAfter.flatMap { RetryAfter.span("\($0)", now: now) } ?? header
        if verdict.code == "RATE_LIMIT_HIT" { return .retry(reason: .rateLimited, after: retryAfter) }
        if let code = verdict.code, goneCodes.contains(code) { return .channelBroken(reason: .channelGone) }
        if response.isSuccess { return .rejected(reason: .refused) }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    private struct Verdict: Decodable {
        var result: String
        var code: String?
        var retryAfter: Double?

        private enum CodingKeys: String, CodingKey {
            case result, code
            case retryAfter = "retry-after"
        }
    }

    private static let goneCodes = [
        "STREAM_DOES_NOT_EXIST", "STREAM_WITH_ID_DOES_NOT_EXIST", "UNAUTHORIZED", "UNAUTHENTICATED_USER",
        "INVALID_API_KEY", "MALFORMED_API_KEY", "USER_DEACTIVATED", "REALM_DEACTIVATED", "NONEXISTENT_SUBDOMAIN",
        "NOT_ALLOWED_TO_POST",
    ]
}
