/// What `POST /api/v1/secrets` takes.
public struct SecretRequest: Codable, Sendable {
    /// The secret as the sender has it.
    public var secret: String

    /// A request to accept a secret.
    public init(secret: String) {
        self.secret = secret
    }
}
