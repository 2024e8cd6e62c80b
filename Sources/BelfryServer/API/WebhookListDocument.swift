/// What `GET /api/v1/webhooks` answers.
public struct WebhookListDocument: Codable, Sendable {
    /// When the answering process began to keep requests, in ISO 8601; another time means that numbers began anew.
    public var since: String
    /// The requests, oldest first.
    public var webhooks: [WebhookDocument]
    /// Acknowledged requests after all that are kept.
    public var leftOut: Int64

    private enum CodingKeys: String, CodingKey {
        case since, webhooks
        case leftOut = "left_out"
    }
}
