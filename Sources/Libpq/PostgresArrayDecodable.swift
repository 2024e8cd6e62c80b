/// A type whose Swift arrays can be read from a column; the reading side of ``PostgresArrayEncodable``.
public protocol PostgresArrayDecodable {
    /// Reads all elements of the column's value.
    static func decodeArray(from cell: PostgresCell) throws(PostgresDecodingError) -> [Self]
}
