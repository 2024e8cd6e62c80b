/// One scrape's answer.
public struct Exposition: Sendable {
    /// The whole `Content-Type` value.
    public let contentType: String
    /// The text.
    public let body: [UInt8]
}
