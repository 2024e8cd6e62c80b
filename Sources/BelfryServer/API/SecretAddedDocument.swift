/// What `POST /api/v1/secrets` answers.
public struct SecretAddedDocument: Codable, Sendable {
    /// The secret's id.
    public var id: String
    /// Whether it was not there before.
    public var isNew: Bool
    /// What is doubtful about it.
    public var warning: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case isNew = "is_new"
        case warning
    }
}
