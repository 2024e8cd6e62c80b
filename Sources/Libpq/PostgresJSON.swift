/// A JSON document as text, bound as `jsonb`; what the bytes say is checked by the server alone.
public struct PostgresJSON: Hashable, Sendable {
    /// The document in UTF-8.
    public var utf8: [UInt8]

    /// A document from its UTF-8 bytes.
    public init(utf8: [UInt8]) {
        self.utf8 = utf8
    }

    /// A document from its text.
    public init(_ text: String) {
        utf8 = Array(text.utf8)
    }

    /// The only version of `jsonb`'s binary format there is.
    static let version: UInt8 = 1
}

extension PostgresJSON: PostgresEncodable, PostgresDecodable {
    /// `jsonb`.
    public static var postgresType: PostgresType { .jsonb }

    /// Writes the format's version and the text.
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(Self.version)
        buffer.write(bytes: utf8)
    }

    /// Reads `jsonb` and `json`; `jsonb` comes normalised by the server.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        utf8 = Array(try cell.jsonText(for: Self.self))
    }
}
