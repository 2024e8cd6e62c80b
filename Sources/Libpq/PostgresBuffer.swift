/// The bytes of one value in PostgreSQL's binary format: big-endian, no padding.
public struct PostgresBuffer: Sendable {
    @usableFromInline var bytes: [UInt8]

    @inlinable
    init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Appends an integer, most significant byte first.
    @inlinable
    public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends the string's UTF-8 without length or terminator.
    @inlinable
    public mutating func write(utf8 value: String) {
        // A mutable copy would cost a reference count.
        if value.utf8.withContiguousStorageIfAvailable({ bytes.append(contentsOf: $0) }) == nil {
            bytes.append(contentsOf: value.utf8)
        }
    }

    /// Appends the bytes as they are.
    @inlinable
    public mutating func write(bytes value: [UInt8]) {
        bytes.append(contentsOf: value)
    }

    /// Appends what `body` writes, with its length in bytes in front as an `int4`.
    @inlinable
    mutating func writeWithLength(_ body: (inout PostgresBuffer) -> Void) {
        let start = bytes.count
        write(Int32(0))
        body(&self)
        patch(Int32(truncatingIfNeeded: bytes.count - start - 4), at: start)
    }

    @inlinable
    mutating func patch(_ value: Int32, at offset: Int) {
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Int32.self) }
    }
}
