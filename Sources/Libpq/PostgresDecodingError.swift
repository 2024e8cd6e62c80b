/// Why one column's value could not be read; ``Row`` adds the query, the row and the column.
public enum PostgresDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value is `NULL` and the requested type is not optional.
    case unexpectedNull
    /// The column has the type with this id, which the requested type does not read.
    case typeMismatch(oid: UInt32, requested: String)
    /// The bytes are not what the type's binary format says, or the value does not fit.
    case malformed(String)
    /// The result has no such column.
    case noColumn(String)

    /// One clause, to be read after the name of the column.
    public var description: String {
        switch self {
        case .unexpectedNull: "is NULL, read it as an optional"
        case .typeMismatch(let oid, let requested): "has the type with oid \(oid), which \(requested) does not read"
        case .malformed(let reason): reason
        case .noColumn(let name): "does not exist: \(name)"
        }
    }
}
