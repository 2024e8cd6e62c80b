/// One scrape's answer.
public struct Exposition: Sendable {
    /// The whole `Content-Type` value.
    public let contentType: String
    /// The `Content-Encoding` value; nil for the text as it is.
    public let contentEncoding: String?
    /// The text, coded so.
    public let body: ExpositionBody
}
