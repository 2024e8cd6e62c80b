import BelfryCore
import BelfryStore

/// What became of a webhook request, what its sender is told and what the operator.
struct WebhookOutcome: Hashable, Sendable {
    /// The metric label.
    let result: WebhookResult
    /// The error answer; nil where the webhook is acknowledged.
    let problem: ProblemDetails?
    /// How long the sender should wait before it tries again.
    let retryAfter: TimeSpan?
    /// Why, for log and inspector; nil where the webhook is acknowledged.
    let explanation: String?

    private init(acknowledged result: WebhookResult) {
        self.init(result: result, problem: nil, retryAfter: nil, explanation: nil)
    }

    private init(result: WebhookResult, problem: ProblemDetails?, retryAfter: TimeSpan?, explanation: String?) {
        self.result = result
        self.problem = problem
        self.retryAfter = retryAfter
        self.explanation = explanation
    }

    /// What follows from a refusal.
    init(_ rejection: WebhookRejection, retryAfter: TimeSpan? = nil) {
        result = rejection.result
        problem = ProblemDetails(rejection)
        self.retryAfter = retryAfter
        explanation = rejection.explanation
    }

    /// What follows from the queue's answer.
    init(_ answer: IngestAnswer) {
        switch answer {
        case .committed(.accepted): self.init(acknowledged: .accepted)
        case .committed(.duplicate): self.init(acknowledged: .duplicate)
        case .committed(.conflict): self.init(acknowledged: .conflict)
        case .committed(.stale): self.init(acknowledged: .stale)
        case .committed(.refused(let reason)):
            self.init(
                result: .malformed,
                problem: ProblemDetails(
                    status: 400,
                    title: "malformed webhook",
                    detail: "it cannot be stored: \(reason)"
                ),
                retryAfter: nil,
                explanation: "the database refuses it: \(reason)"
            )
        case .overloaded(let reason, let retryAfter):
            self.init(.overloaded(explanation: reason), retryAfter: retryAfter)
        case .unavailable(let error):
            self.init(.unavailable(explanation: error.reason), retryAfter: error.retryAfter)
        }
    }
}
