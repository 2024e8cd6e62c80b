internal import BelfryCore
internal import Foundation

/// Reads the answers of Workflows and of the connectors they replace.
///
/// https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-workflow-actions-triggers#request-trigger
///
/// | answer | outcome |
/// |---|---|
/// | 200, 202 | delivered: the flow has taken it; a card that fails later fails inside of Power Automate |
/// | 200 with `HTTP error NNN` in the body (connectors, gateways) | as if NNN had been the status |
/// | 200 with a page | retry: somebody else answered |
/// | 400 `WorkflowTriggerIsNotEnabled` and the like | channel broken: the flow is switched off or gone |
/// | 400, 413, 422 | message refused |
/// | 401, 403, 404, 410 | channel broken |
/// | 408, 429, 5xx | retry, after `Retry-After` |
enum TeamsAnswer {
    /// The outcome of an answer.
    static func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let retryAfter = RetryAfter.span(of: response, now: now)
        if response.isSuccess {
            if response.isPage { return .retry(reason: .unexpectedAnswer, after: retryAfter) }
            guard let status = hiddenStatus(response) else { return .delivered }
            return AnswerClassifier.outcome(status: status, retryAfter: retryAfter)
        }
        if let code = JSONBody.decoded(Failure.self, from: response)?.error.code, goneCodes.contains(code) {
            return .channelBroken(reason: .channelGone)
        }
        return AnswerClassifier.outcome(status: response.status, retryAfter: retryAfter)
    }

    /// The error document of Logic Apps.
    private struct Failure: Decodable {
        struct Detail: Decodable {
            var code: String
        }

        var error: Detail
    }

    private static let goneCodes = [
        "WorkflowTriggerIsNotEnabled", "WorkflowDisabled", "WorkflowNotFound", "WorkflowTriggerNotFound",
        "WorkflowSuspended", "DirectApiAuthorizationRequired", "DirectApiRequestHasMoreThanOneAuthorization",
    ]

    /// The status in `Microsoft Teams endpoint returned HTTP error 429`, which came with a 200.
    private static func hiddenStatus(_ response: OutgoingResponse) -> Int? {
        let text = String(decoding: response.body.prefix(4_096), as: UTF8.self)
        guard let mark = text.firstRange(of: "HTTP error ") else { return nil }
        return Int(text[mark.upperBound...].prefix(3)).flatMap { $0 >= 300 ? $0 : nil }
    }
}
