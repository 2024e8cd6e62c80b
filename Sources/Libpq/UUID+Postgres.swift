#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension UUID: PostgresEncodable, PostgresDecodable {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }

    /// Writes the sixteen bytes.
    public func encode(into buffer: inout PostgresBuffer) {
        withUnsafeBytes(of: uuid) { buffer.bytes.append(contentsOf: $0) }
    }

    /// Reads `uuid`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        let bytes = try cell.bytes(of: .uuid, for: Self.self)
        guard bytes.count == 16 else { throw .malformed("has \(bytes.count) bytes instead of 16") }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
