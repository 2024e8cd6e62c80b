/// A `timestamptz`: an instant in microseconds, PostgreSQL's own resolution.
public struct PostgresTimestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; the extremes of the type stand for `infinity` and `-infinity`.
    public var microsecondsSinceEpoch: Int64

    /// An instant by its microseconds since the Unix epoch.
    public init(microsecondsSinceEpoch: Int64) {
        self.microsecondsSinceEpoch = microsecondsSinceEpoch
    }

    /// Later than every other timestamp.
    public static let infinity = PostgresTimestamp(microsecondsSinceEpoch: .max)
    /// Earlier than every other timestamp.
    public static let negativeInfinity = PostgresTimestamp(microsecondsSinceEpoch: .min)

    /// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds since the Unix epoch.
    static let postgresEpoch: Int64 = 946_684_800_000_000

    /// Whether the left one is earlier.
    public static func < (left: PostgresTimestamp, right: PostgresTimestamp) -> Bool {
        left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
    }
}

extension PostgresTimestamp: PostgresEncodable, PostgresDecodable {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Writes microseconds since 2000; instants PostgreSQL has no room for are refused by the server (22008).
    public func encode(into buffer: inout PostgresBuffer) {
        guard self != .infinity, self != .negativeInfinity else { return buffer.write(microsecondsSinceEpoch) }
        let (shifted, overflow) = microsecondsSinceEpoch.subtractingReportingOverflow(Self.postgresEpoch)
        buffer.write(overflow ? .min + 1 : shifted)
    }

    /// Reads `timestamptz`.
    public init(from cell: PostgresCell) throws(PostgresDecodingError) {
        _ = try cell.bytes(of: .timestamptz, for: Self.self)
        let stored = try cell.integer(Int64.self)
        guard stored != .max, stored != .min else {
            self.init(microsecondsSinceEpoch: stored)
            return
        }
        let (shifted, overflow) = stored.addingReportingOverflow(Self.postgresEpoch)
        guard !overflow else { throw .malformed("is a timestamp out of range") }
        self.init(microsecondsSinceEpoch: shifted)
    }
}
