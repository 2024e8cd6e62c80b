extension Array: PostgresArrayEncodable where Element: PostgresArrayEncodable {}

extension Array: PostgresEncodable where Element: PostgresArrayEncodable {
    /// The array type over the elements' type, `bytea` for bytes.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Writes a one-dimensional array, or the bytes of a `bytea`.
    public func encode(into buffer: inout PostgresBuffer) {
        Element.encodeArray(self, into: &buffer)
    }
}

extension Array: PostgresArrayDecodable where Element: PostgresArrayDecodable {}

extension Array: PostgresDecodable where Element: PostgresArrayDecodable {
    /// Reads a one-dimensional array whose elements `Element` can read, or a `bytea` as bytes.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self = try Element.decodeArray(from: cell)
    }
}
