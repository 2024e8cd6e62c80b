/// A point in time: whole microseconds since the Unix epoch, UTC.
///
/// The resolution of PostgreSQL's `timestamptz`.
///
/// The core never reads a clock: every `Instant` comes in from outside.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public var microseconds: Int64

    /// An instant at a number of microseconds since the Unix epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// An instant at a whole number of seconds since the Unix epoch.
    public init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    /// Seconds since the Unix epoch, with the fraction.
    public var secondsSinceEpoch: Double { Double(microseconds) / 1_000_000 }

    /// Orders by time.
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The instant a span later; saturates at the range of `Int64`.
    public static func + (left: Instant, right: TimeSpan) -> Instant {
        let (sum, overflow) = left.microseconds.addingReportingOverflow(right.microseconds)
        return Instant(microseconds: overflow ? (right.microseconds > 0 ? .max : .min) : sum)
    }

    /// The instant a span earlier; saturates at the range of `Int64`.
    public static func - (left: Instant, right: TimeSpan) -> Instant {
        left + TimeSpan(microseconds: -right.microseconds)
    }

    /// The span from `right` to `left`; negative when `left` is earlier.
    public static func - (left: Instant, right: Instant) -> TimeSpan {
        let (difference, overflow) = left.microseconds.subtractingReportingOverflow(right.microseconds)
        return TimeSpan(microseconds: overflow ? (left > right ? .max : .min) : difference)
    }
}
