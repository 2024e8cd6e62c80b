extension String: PostgresEncodable, PostgresDecodable {
    /// `text`.
    public static var postgresType: PostgresType { .text }

    /// Writes the UTF-8; a U+0000 in it is refused by the server (22021).
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(utf8: self)
    }

    /// Reads `text`, `varchar`, `char(n)`, `name`, and `json` and `jsonb` as text.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        switch cell.oid {
        case PostgresType.json.oid, PostgresType.jsonb.oid:
            self = String(decoding: try cell.jsonText(for: Self.self), as: UTF8.self)
        default:
            let bytes = try cell.bytes(of: .text, .varchar, .bpchar, .name, for: Self.self)
            self = String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension PostgresCell {
    /// The text of a JSON document, without the version byte that `jsonb` has in front.
    func jsonText<Requested>(
        for requested: Requested.Type
    ) throws(PostgresDecodingError) -> UnsafeRawBufferPointer {
        let bytes = try bytes(of: .json, .jsonb, for: requested)
        guard oid == PostgresType.jsonb.oid else { return bytes }
        guard bytes.first == PostgresJSON.version else { throw .malformed("is jsonb of an unknown version") }
        return UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    }
}
