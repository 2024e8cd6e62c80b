/// A value that can be bound to a statement's parameter, in binary format.
public protocol PostgresEncodable: PostgresArrayEncodable {
    /// The type the parameter is declared with.
    static var postgresType: PostgresType { get }

    /// The bytes `encode(into:)` writes where they are as many for every value.
    static var encodedSize: Int32? { get }

    /// Whether the value is SQL `NULL`; then `encode(into:)` is not called.
    var isPostgresNull: Bool { get }

    /// Writes the value's bytes, without a length, in the type's binary format.
    func encode(into buffer: inout PostgresBuffer)
}

extension PostgresEncodable {
    /// Nil: values differ in size.
    @inlinable public static var encodedSize: Int32? { nil }

    /// False: only optionals can be `NULL`.
    @inlinable public var isPostgresNull: Bool { false }

    /// The array type over the element's type.
    public static var postgresArrayType: PostgresType {
        PostgresType(oid: postgresType.arrayOID, arrayOID: 0)
    }

    /// Writes the elements as a one-dimensional array.
    public static func encodeArray(_ elements: [Self], into buffer: inout PostgresBuffer) {
        var column = ArrayColumn<Self>(capacity: elements.count)
        for element in elements {
            column.append(element)
        }
        buffer.write(bytes: column.bytes)
    }
}
