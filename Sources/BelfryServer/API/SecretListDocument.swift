/// What `GET /api/v1/secrets` answers.
public struct SecretListDocument: Codable, Sendable {
    /// The secrets in force.
    public var secrets: [SecretDocument]
    /// The file they are kept in; nil for the configuration.
    public var file: String?
    /// What to edit where the API does not change them; nil where it does.
    public var instruction: String?
}
