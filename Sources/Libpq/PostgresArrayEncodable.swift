/// A type whose Swift arrays can be bound to a parameter.
///
/// Every ``PostgresEncodable`` is one, as a one-dimensional array. `UInt8` is one without being a value by itself:
/// `[UInt8]` is `bytea`.
public protocol PostgresArrayEncodable: Sendable {
    /// The type a Swift array of these is declared with.
    static var postgresArrayType: PostgresType { get }

    /// Writes the binary format of a value made of these elements.
    static func encodeArray(_ elements: [Self], into buffer: inout PostgresBuffer)
}
