import Crypto

/// A secret shared with the sender of webhooks.
///
/// It neither prints nor compares as its text.
public struct WebhookSecret: Sendable {
    /// What to call the secret in logs and metrics: the first 8 hex digits of HMAC-SHA256(secret, "belfry-secret-id").
    public let id: String

    /// The state after the key, copied for every request: half the price of starting from the key.
    private let keyed: HMAC<SHA256>
    /// Stands for the secret when two are compared.
    private let identity: SignatureBytes

    /// A secret whose key is the UTF-8 of a text, taken as it is; nil where the text is empty.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        keyed = HMAC(key: SymmetricKey(data: Array(text.utf8)))
        identity = Self.signature(of: Array("belfry-secret-id".utf8), keyed: keyed)
        id = Hexadecimal.text(identity.bytes.prefix(4))
    }

    /// HMAC-SHA256 of a body under this secret, as lower-case hex: what a sender puts into `x-a1cron-signature`.
    public func signature(of body: [UInt8]) -> String {
        Hexadecimal.text(signatureBytes(of: body).bytes)
    }

    /// HMAC-SHA256 of a body under this secret.
    func signatureBytes(of body: [UInt8]) -> SignatureBytes {
        Self.signature(of: body, keyed: keyed)
    }

    private static func signature(of body: [UInt8], keyed: HMAC<SHA256>) -> SignatureBytes {
        var state = keyed
        state.update(data: body)
        return SignatureBytes(state.finalize())
    }
}

extension WebhookSecret: Hashable {
    /// Whether both are the same secret.
    public static func == (left: WebhookSecret, right: WebhookSecret) -> Bool {
        left.identity.isEqual(to: right.identity)
    }

    /// Hashes what stands for the secret.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
    }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id alone.
    public var description: String { "WebhookSecret(id: \(id))" }

    /// The id alone.
    public var debugDescription: String { description }

    /// The id alone, so that a dump of what holds the secret does not hold its key.
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
