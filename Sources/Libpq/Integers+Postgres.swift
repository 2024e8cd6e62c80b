extension Int16: PostgresEncodable, PostgresDecodable {
    /// `smallint`.
    public static var postgresType: PostgresType { .int2 }

    /// Two bytes.
    @inlinable public static var encodedSize: Int32? { 2 }

    /// Writes the integer, most significant byte first.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(self)
    }

    /// Reads `smallint`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self = try cell.widenedInteger(Self.self)
    }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    /// `integer`.
    public static var postgresType: PostgresType { .int4 }

    /// Four bytes.
    @inlinable public static var encodedSize: Int32? { 4 }

    /// Writes the integer, most significant byte first.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(self)
    }

    /// Reads `integer` and `smallint`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self = try cell.widenedInteger(Self.self)
    }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }

    /// Eight bytes.
    @inlinable public static var encodedSize: Int32? { 8 }

    /// Writes the integer, most significant byte first.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(self)
    }

    /// Reads `bigint`, `integer`, `smallint` and `oid`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self = try cell.widenedInteger(Self.self)
    }
}

extension Int: PostgresEncodable, PostgresDecodable {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }

    /// Eight bytes.
    @inlinable public static var encodedSize: Int32? { 8 }

    /// Writes the integer, most significant byte first.
    @inlinable
    public func encode(into buffer: inout PostgresBuffer) {
        buffer.write(Int64(self))
    }

    /// Reads `bigint`, `integer`, `smallint` and `oid`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self = try cell.widenedInteger(Self.self)
    }
}
