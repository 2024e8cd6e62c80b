/// A length of time in whole microseconds; may be negative.
public struct TimeSpan: Hashable, Comparable, Sendable {
    /// The length in microseconds.
    public var microseconds: Int64

    /// No time at all.
    public static let zero = TimeSpan(microseconds: 0)

    /// A span of a number of microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// A span of whole milliseconds.
    public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1_000) }

    /// A span of whole seconds.
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1_000_000) }

    /// A span of whole minutes.
    public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }

    /// A span of whole hours.
    public static func hours(_ count: Int64) -> TimeSpan { .seconds(count * 3_600) }

    /// A span of whole 24-hour days.
    public static func days(_ count: Int64) -> TimeSpan { .hours(count * 24) }

    /// The length in seconds, with the fraction.
    public var seconds: Double { Double(microseconds) / 1_000_000 }

    /// Orders by length.
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.microseconds < right.microseconds }
}
