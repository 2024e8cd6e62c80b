public import BelfryCore

/// A webhook request and what became of it, for those who count, log and show.
public struct WebhookObservation: Sendable {
    /// The path it was sent to.
    public let path: String
    /// The address at the other end of the connection.
    public let peer: IPAddress?
    /// The request; nil where its body was refused unread.
    public let raw: RawWebhook?
    /// When its head arrived.
    public let receivedAt: Instant
    /// From its head to its answer, in nanoseconds.
    public let durationNanoseconds: Int64
    /// What became of it.
    public let result: WebhookResult
    /// Why, for the operator; nil for what was acknowledged.
    ///
    /// It holds no secret and no signature.
    public let explanation: String?
    /// The id of the secret that signed it, where one did.
    public let secretID: String?
}
