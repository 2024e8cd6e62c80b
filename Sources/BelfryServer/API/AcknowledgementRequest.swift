/// What `POST /api/v1/alerts/{id}/ack` takes.
public struct AcknowledgementRequest: Codable, Sendable {
    /// Who acknowledges.
    public var by: String
    /// Why, or what is being done.
    public var comment: String?

    /// A request to acknowledge.
    public init(by: String, comment: String?) {
        self.by = by
        self.comment = comment
    }
}
