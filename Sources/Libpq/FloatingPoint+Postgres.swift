extension Float: PostgresEncodable, PostgresDecodable {
    /// `real`.
    public static var postgresType: PostgresType { .float4 }

    /// Writes the IEEE 754 bits.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(bitPattern)
    }

    /// Reads `real`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        _ = try cell.bytes(of: .float4, for: Self.self)
        self = Float(bitPattern: try cell.integer(UInt32.self))
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    /// `double precision`.
    public static var postgresType: PostgresType { .float8 }

    /// Writes the IEEE 754 bits.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(bitPattern)
    }

    /// Reads `double precision` and `real`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        if cell.oid == PostgresType.float4.oid {
            self = Double(try Float(from: cell))
        } else {
            _ = try cell.bytes(of: .float8, for: Self.self)
            self = Double(bitPattern: try cell.integer(UInt64.self))
        }
    }
}
