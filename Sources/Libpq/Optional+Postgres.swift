extension Optional: PostgresArrayEncodable where Wrapped: PostgresEncodable {}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The wrapped value's type.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// The wrapped value's size.
    @inlinable public static var encodedSize: Int32? { Wrapped.encodedSize }

    /// Whether there is no value.
    @inlinable public var isPostgresNull: Bool {
        switch self {
        case .none: true
        case .some(let wrapped): wrapped.isPostgresNull
        }
    }

    /// Writes the wrapped value, nothing if there is none.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        if case .some(let wrapped) = self {
            wrapped.encode(into: &buffer)
        }
    }
}

extension Optional: PostgresArrayDecodable where Wrapped: PostgresDecodable {}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads `NULL` as nil, everything else as the wrapped type does.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self = cell.bytes == nil ? nil : try Wrapped(from: cell)
    }
}
