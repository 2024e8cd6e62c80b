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
    /// The address at the other end of the connection; nil where there is none.
    public let peer: IPAddress?
    /// Every `X-Forwarded-For` field in order.
    public let forwardedFor: [String]
    /// The body as it arrived.
    public let body: [UInt8]
    /// The signature of a request with one field that is nothing but 64 hex digits, where that is known already.
    let signature: SignatureBytes?
    private let signatureFields: [String]

    /// Every `x-a1cron-signature` field in order; digits of which nothing else is kept are in lower case.
    public var signatures: [String] {
        signature.map { [Hexadecimal.text($0.bytes)] } ?? signatureFields
    }

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
        signature = nil
        signatureFields = signatures
        self.peer = peer
        self.forwardedFor = forwardedFor
        self.body = body
    }

    /// A request of these parts with at most one `x-a1cron-signature` field, given by its bytes.
    ///
    /// Hex digits are decoded where they are: nearly every signature is that, and its text would be made for nothing.
    public init(
        path: String,
        contentType: String?,
        signatureField: UnsafeRawBufferPointer?,
        peer: IPAddress?,
        forwardedFor: [String],
        body: [UInt8]
    ) {
        self.path = path
        self.contentType = contentType
        contentEncoding = nil
        signature = signatureField.flatMap { SignatureBytes(hexDigits: $0) }
        signatureFields = signature == nil ? signatureField.map { [String(decoding: $0, as: UTF8.self)] } ?? [] : []
        self.peer = peer
        self.forwardedFor = forwardedFor
        self.body = body
    }
}
