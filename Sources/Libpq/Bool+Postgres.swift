extension Bool: PostgresEncodable, PostgresDecodable {
    /// `boolean`.
    public static var postgresType: PostgresType { .bool }

    /// One byte.
    @inlinable public static var encodedSize: Int32? { 1 }

    /// Writes one byte, 1 or 0.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(self ? UInt8(1) : UInt8(0))
    }

    /// Reads `boolean`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        let bytes = try cell.bytes(of: .bool, for: Self.self)
        guard bytes.count == 1 else { throw .malformed("has \(bytes.count) bytes instead of 1") }
        self = bytes[0] != 0
    }
}
