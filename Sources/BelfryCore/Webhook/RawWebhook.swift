/// Headers and body of a webhook request, size-limited by the server, nothing believed yet.
public struct RawWebhook: Sendable {
    /// The largest body Belfry reads: 64 KiB.
    ///
    /// The sender cuts `response_body` at 1 KB, so a webhook has about 2 KB.
    public static let maximumBodyBytes = 65_536

    /// The path the request was sent to; no decision depends on it.
    public let path: String
    /// The `Content-Type` field.
    public let contentType: String?
    /// The `Content-Encoding` field.
    public let contentEncoding: String?
    /// Every `x-a1cron-signature` field in order.
    public let signatures: [String]
    /// The address at the other end of the connection; nil where there is none.
    public let peer: IPAddress?
    /// Every `X-Forwarded-For` field in order.
    public let forwardedFor: [String]
    /// The body as it arrived.
    public let body: [UInt8]

    /// A request of these parts.
    public init(
        path: String,
        contentType: String?,
        contentEncoding: String?,
        signatures: [String],
        peer: IPAddress?,
        forwardedFor: [String],
        body: [UInt8]
    ) {
        self.path = path
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.signatures = signatures
        self.peer = peer
        self.forwardedFor = forwardedFor
        self.body = body
    }
}
