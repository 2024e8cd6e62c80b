/// Walks over the elements of a one-dimensional array in binary format.
struct PostgresArrayReader {
    private(set) var remaining: Int
    private let elementOID: UInt32
    private let bytes: UnsafeRawBufferPointer
    private var offset: Int

    init(_ cell: PostgresCell) throws(PostgresDecodingError) {
        bytes = try cell.nonNullBytes()
        let dimensions = try Self.int32(in: bytes, at: 0)
        elementOID = UInt32(bitPattern: try Self.int32(in: bytes, at: 8))
        switch dimensions {
        case 0:
            remaining = 0
            offset = 12
        case 1:
            remaining = Int(try Self.int32(in: bytes, at: 12))
            offset = 20
        default:
            throw .malformed("is an array of \(dimensions) dimensions, only one can be read")
        }
        // An element takes four bytes at least: a count beyond that is no array's.
        guard remaining >= 0, remaining <= bytes.count / 4 else { throw .malformed("is not an array") }
    }

    mutating func next() throws(PostgresDecodingError) -> PostgresCell? {
        guard remaining > 0 else { return nil }
        remaining -= 1
        let length = Int(try Self.int32(in: bytes, at: offset))
        offset += 4
        guard length >= 0 else { return PostgresCell(oid: elementOID, bytes: nil) }
        guard length <= bytes.count - offset else { throw .malformed("is an array cut short") }
        defer { offset += length }
        return PostgresCell(oid: elementOID, bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
    }

    private static func int32(in bytes: UnsafeRawBufferPointer, at offset: Int) throws(PostgresDecodingError) -> Int32 {
        guard offset + 4 <= bytes.count else { throw .malformed("is not an array") }
        return Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
}
