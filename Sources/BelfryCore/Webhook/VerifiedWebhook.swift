/// The body of a webhook whose source and signature were checked.
///
/// Only `WebhookVerifier` makes one.
public struct VerifiedWebhook: Sendable {
    /// The bytes that were signed, and therefore the only ones to parse and store: the body as it arrived or, where
    /// only that matched, its canonical form.
    public let body: [UInt8]
    /// The id of the secret that signed it (`WebhookSecret.id`).
    public let secretID: String
    /// Whether `body` is the canonical form of what arrived.
    public let isCanonical: Bool

    init(body: [UInt8], secretID: String, isCanonical: Bool) {
        self.body = body
        self.secretID = secretID
        self.isCanonical = isCanonical
    }
}
