/// One bound value of a statement in binary format.
public struct Parameter: Hashable, Sendable {
    /// The id of the type the parameter is declared with.
    public let oid: UInt32
    /// The value's bytes, nil for `NULL`.
    public let bytes: [UInt8]?

    /// Encodes a value, on the thread of the caller.
    public init<Value: PostgresEncodable>(_ value: Value) {
        oid = Value.postgresType.oid
        guard !value.isPostgresNull else {
            bytes = nil
            return
        }
        var buffer = PostgresBuffer()
        value.encode(into: &buffer)
        bytes = buffer.bytes
    }

    /// Takes over a filled column, without a copy.
    public init<Element>(_ column: ArrayColumn<Element>) {
        oid = Element.postgresType.arrayOID
        bytes = column.bytes
    }
}
