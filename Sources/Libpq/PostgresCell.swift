/// One value of a result in binary format, borrowed from it: valid only inside the `init(from:)` it is passed to.
public struct PostgresCell {
    /// The column's type, or for an array's element the element type.
    public let oid: UInt32
    /// The value's bytes, nil for `NULL`.
    public let bytes: UnsafeRawBufferPointer?

    init(oid: UInt32, bytes: UnsafeRawBufferPointer?) {
        self.oid = oid
        self.bytes = bytes
    }

    /// The bytes of a value that is of one of the given types and not `NULL`.
    public func bytes<Requested>(
        of types: PostgresType...,
        for requested: Requested.Type
    ) throws(PostgresDecodingError) -> UnsafeRawBufferPointer {
        guard types.contains(where: { $0.oid == oid }) else {
            throw .typeMismatch(oid: oid, requested: "\(requested)")
        }
        return try nonNullBytes()
    }

    func nonNullBytes() throws(PostgresDecodingError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw .unexpectedNull }
        return bytes
    }

    /// A big-endian integer that takes up all of `bytes`.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(PostgresDecodingError) -> Value {
        let bytes = try nonNullBytes()
        guard bytes.count == MemoryLayout<Value>.size else {
            throw .malformed("has \(bytes.count) bytes instead of \(MemoryLayout<Value>.size)")
        }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    /// A signed integer of any of PostgreSQL's widths; throws where the column's type is wider than `Value`.
    func widenedInteger<Value: FixedWidthInteger & SignedInteger>(
        _ requested: Value.Type
    ) throws(PostgresDecodingError) -> Value {
        let width = MemoryLayout<Value>.size
        switch oid {
        case PostgresType.int8.oid where width >= 8: return Value(truncatingIfNeeded: try integer(Int64.self))
        case PostgresType.int4.oid where width >= 4: return Value(truncatingIfNeeded: try integer(Int32.self))
        case PostgresType.int2.oid where width >= 2: return Value(truncatingIfNeeded: try integer(Int16.self))
        case PostgresType.oid.oid where width >= 8: return Value(truncatingIfNeeded: try integer(UInt32.self))
        default: throw .typeMismatch(oid: oid, requested: "\(requested)")
        }
    }
}
