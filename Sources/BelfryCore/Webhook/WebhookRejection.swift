/// Why a webhook request was refused: one text for its sender, another for the operator.
public struct WebhookRejection: Error, Hashable, Sendable {
    /// What became of the request; never one of those that are answered with 200.
    public let result: WebhookResult
    /// The title of the problem details.
    ///
    /// A 401 says `invalid signature`, whatever was wrong.
    public let title: String
    /// What the sender can do about it; nil for a 401.
    public let detail: String?
    /// The JSON field at fault; nil where it is none in particular.
    public let field: String?
    /// For log and inspector: the exact reason, and what to change where the fault may be the operator's.
    ///
    /// Text of the request in it is shortened and holds no control characters; it never holds a signature or a secret.
    public let explanation: String

    init(_ result: WebhookResult, title: String, detail: String?, field: String? = nil, explanation: String) {
        self.result = result
        self.title = title
        self.detail = detail
        self.field = field
        self.explanation = explanation
    }

    /// The HTTP status of the answer.
    public var httpStatus: Int { result.httpStatus }
}

extension WebhookRejection {
    /// 413: a body over the limit.
    ///
    /// For the server too, which need not read such a body.
    public static let tooLarge = WebhookRejection(
        .tooLarge,
        title: "body too large",
        detail: "a webhook may have at most \(RawWebhook.maximumBodyBytes) bytes",
        explanation: "the body has more than \(RawWebhook.maximumBodyBytes) bytes"
    )

    /// 503: the ingest queue is full.
    ///
    /// `explanation` says how full, and why if that is known.
    public static func overloaded(explanation: String) -> WebhookRejection {
        WebhookRejection(
            .overloaded,
            title: "overloaded",
            detail: "too many webhooks at once, send it again later",
            explanation: explanation
        )
    }

    /// 503: nothing could be committed in time.
    ///
    /// `explanation` is what the database said.
    public static func unavailable(explanation: String) -> WebhookRejection {
        WebhookRejection(
            .unavailable,
            title: "unavailable",
            detail: "the webhook was not stored, send it again later",
            explanation: explanation
        )
    }

    /// 400: signed, but not a webhook.
    static func malformed(_ problem: JSONProblem) -> WebhookRejection {
        WebhookRejection(
            .malformed,
            title: "malformed webhook",
            detail: problem.detail,
            field: problem.field,
            explanation: problem.detail
        )
    }

    /// 401 with the one text that tells nothing.
    static func unauthorized(_ result: WebhookResult, explanation: String) -> WebhookRejection {
        WebhookRejection(result, title: "invalid signature", detail: nil, explanation: explanation)
    }

    /// 415.
    static func unsupportedMediaType(_ detail: String) -> WebhookRejection {
        WebhookRejection(.unsupportedMediaType, title: "unsupported media type", detail: detail, explanation: detail)
    }
}
