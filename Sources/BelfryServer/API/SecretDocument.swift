/// A webhook secret as `/api/v1/secrets` writes it: never the secret itself.
public struct SecretDocument: Codable, Sendable {
    /// The first 8 hex digits of HMAC-SHA256(secret, "belfry-secret-id").
    public var id: String
    /// When this process last verified a webhook of it, in ISO 8601; nil before the first.
    public var lastUsedAt: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case lastUsedAt = "last_used_at"
    }
}
