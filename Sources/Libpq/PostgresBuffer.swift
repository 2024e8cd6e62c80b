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
        var value = value
        value.withUTF8 { bytes.append(contentsOf: $0) }
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
        let bits = UInt32(bitPattern: value)
        bytes[offset] = UInt8(truncatingIfNeeded: bits >> 24)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: bits >> 16)
        bytes[offset + 2] = UInt8(truncatingIfNeeded: bits >> 8)
        bytes[offset + 3] = UInt8(truncatingIfNeeded: bits)
    }
}
