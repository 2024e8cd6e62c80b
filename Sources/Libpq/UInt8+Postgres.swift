extension UInt8: PostgresArrayEncodable, PostgresArrayDecodable {
    /// `bytea`: an array of bytes is one value.
    public static var postgresArrayType: PostgresType { .bytea }

    /// Writes the bytes as they are.
    public static func encodeArray(_ elements: [UInt8], into buffer: inout PostgresBuffer) {
        buffer.write(bytes: elements)
    }

    /// Reads `bytea`.
    public static func decodeArray(from cell: PostgresCell) throws(PostgresDecodingError) -> [UInt8] {
        Array(try cell.bytes(of: .bytea, for: [UInt8].self))
    }
}
