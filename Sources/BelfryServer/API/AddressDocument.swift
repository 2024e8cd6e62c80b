/// What `GET /api/v1/address` answers.
public struct AddressDocument: Codable, Sendable {
    /// `http.external_url` as it is in force, whatever it was set by; nil without one.
    public var externalURL: String?

    private enum CodingKeys: String, CodingKey {
        case externalURL = "external_url"
    }
}
