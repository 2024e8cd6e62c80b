/// A point in time with nanosecond precision, as CEL's `timestamp`.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Whole seconds since 1970-01-01T00:00:00Z, negative before.
    public var seconds: Int64
    /// Nanoseconds after `seconds`, 0 to 999,999,999.
    public var nanoseconds: Int32

    /// Creates a timestamp without checking its range.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The seconds CEL allows: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    public static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Order in time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// RFC 3339 in UTC, with as many fractional digits as it needs.
    public var description: String { text }

    static func checked(seconds: Int64, nanoseconds: Int64) throws(EvaluationError) -> Timestamp {
        var (seconds, nanoseconds) = (seconds, nanoseconds)
        if nanoseconds < 0 {
            nanoseconds += 1_000_000_000
            seconds -= 1
        } else if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            seconds += 1
        }
        guard range.contains(seconds) else {
            throw EvaluationError(.overflow, "timestamp out of range: \(seconds) s")
        }
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    func adding(_ duration: CELDuration) throws(EvaluationError) -> Timestamp {
        let (sum, overflow) = seconds.addingReportingOverflow(duration.seconds)
        guard !overflow, sum > .min + 1, sum < .max - 1 else {
            throw EvaluationError(.overflow, "timestamp out of range")
        }
        return try .checked(seconds: sum, nanoseconds: Int64(nanoseconds) + Int64(duration.nanoseconds))
    }

    func subtracting(_ duration: CELDuration) throws(EvaluationError) -> Timestamp {
        let (difference, overflow) = seconds.subtractingReportingOverflow(duration.seconds)
        guard !overflow, difference > .min + 1, difference < .max - 1 else {
            throw EvaluationError(.overflow, "timestamp out of range")
        }
        return try .checked(seconds: difference, nanoseconds: Int64(nanoseconds) - Int64(duration.nanoseconds))
    }

    func subtracting(_ other: Timestamp) throws(EvaluationError) -> CELDuration {
        try CELDuration.checked(
            seconds: seconds.subtractingReportingOverflow(other.seconds),
            nanoseconds: Int64(nanoseconds) - Int64(other.nanoseconds)
        )
    }
}
