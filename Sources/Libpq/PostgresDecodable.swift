/// A type that can be read from a result's column, in binary format.
public protocol PostgresDecodable: PostgresArrayDecodable {
    /// Reads the value; throws if the column is of a type this one cannot stand for, or the value is `NULL`.
    init(from cell: PostgresCell) throws(PostgresDecodingError)
}

extension PostgresDecodable {
    /// Reads a one-dimensional array with elements of this type.
    public static func decodeArray(from cell: PostgresCell) throws(PostgresDecodingError) -> [Self] {
        var elements = try PostgresArrayReader(cell)
        var values: [Self] = []
        values.reserveCapacity(elements.remaining)
        while let element = try elements.next() {
            values.append(try Self(from: element))
        }
        return values
    }
}
