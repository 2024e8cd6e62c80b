/// A one-dimensional array parameter that is filled element by element, straight into its binary format.
///
/// For `INSERT … SELECT … FROM unnest($1, $2)`: appending a string copies its UTF-8 once and allocates nothing of its own.
public struct ArrayColumn<Element: PostgresEncodable>: Sendable {
    @usableFromInline static var headerSize: Int { 20 }

    @usableFromInline var buffer: PostgresBuffer
    @usableFromInline var elements = 0

    /// The number of elements so far, `NULL`s among them.
    public var count: Int { elements }

    /// An empty column with room for `capacity` elements of 16 bytes each.
    public init(capacity: Int) {
        buffer = PostgresBuffer(capacity: Self.headerSize + capacity * 20)
        buffer.write(Int32(1))  // dimensions
        buffer.write(Int32(0))  // whether there are NULLs
        buffer.write(Element.postgresType.oid)
        buffer.write(Int32(0))  // elements
        buffer.write(Int32(1))  // lower bound
    }

    /// Adds one element; an optional that is nil is added as `NULL`.
    @inlinable
    public mutating func append(_ element: Element) {
        guard !element.isPostgresNull else { return appendNull() }
        if let size = Element.encodedSize {
            buffer.write(size)
            element.encode(into: &buffer)
        } else {
            buffer.writeWithLength { element.encode(into: &$0) }
        }
        countElement()
    }

    /// Adds a `NULL`.
    @inlinable
    public mutating func appendNull() {
        buffer.patch(1, at: 4)
        buffer.write(Int32(-1))
        countElement()
    }

    /// The header is kept right at every step, so that the bytes can be shared with a parameter as they are.
    @inlinable
    mutating func countElement() {
        elements += 1
        buffer.patch(Int32(truncatingIfNeeded: elements), at: 12)
    }

    var bytes: [UInt8] { buffer.bytes }
}
