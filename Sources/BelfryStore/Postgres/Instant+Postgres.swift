public import BelfryCore
public import Libpq

/// An instant is a `timestamptz`.
extension Instant: PostgresEncodable, PostgresDecodable {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Eight bytes.
    public static var encodedSize: Int32? { 8 }

    /// Writes the instant; one PostgreSQL has no room for is refused by the server (22008).
    public func encode(into buffer: inout PostgresBuffer) {
        PostgresTimestamp(microsecondsSinceEpoch: microseconds).encode(into: &buffer)
    }

    /// Reads `timestamptz`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        self.init(microseconds: try PostgresTimestamp(from: cell).microsecondsSinceEpoch)
    }
}
