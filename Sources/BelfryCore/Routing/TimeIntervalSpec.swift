internal import Foundation

/// A part of a time interval: the moments that fulfil each of its conditions, on the clock of one place.
///
/// Alertmanager's semantics. A condition that is nil is fulfilled always; of the ranges of one condition one is enough.
public struct TimeIntervalSpec: Hashable, Sendable {
    /// Days of a month from `first` to `last`; 1 is the first day, -1 the last.
    public struct DayRange: Hashable, Sendable {
        /// The first day of the range.
        public var first: Int
        /// The last day of the range, which belongs to it.
        public var last: Int

        /// A range of days.
        public init(_ first: Int, _ last: Int) {
            self.first = first
            self.last = last
        }

        /// Whether a day of a month of so many days lies in the range; a range is cut at the ends of the month.
        func contains(_ day: Int, ofMonthWith days: Int) -> Bool {
            let first = first < 0 ? days + first + 1 : first
            let last = last < 0 ? days + last + 1 : last
            return first <= days && (first...max(first, last)).contains(day) && day <= last
        }
    }

    /// Times of day in minutes after midnight, the end excluded: 540 ..< 1020 is from 09:00 to 17:00.
    public var times: [Range<Int>]?
    /// Days of the week, 0 for Sunday.
    public var weekdays: [ClosedRange<Int>]?
    /// Days of the month.
    public var daysOfMonth: [DayRange]?
    /// Months, 1 for January.
    public var months: [ClosedRange<Int>]?
    /// Years.
    public var years: [ClosedRange<Int>]?
    private let zone: TimeZone

    /// A part without conditions, on the clock of an IANA zone, or nil where the zone is unknown.
    ///
    /// `Local` is this machine's.
    public init?(zone name: String = "UTC") {
        guard let zone = Self.zone(named: name) else { return nil }
        self.zone = zone
    }

    /// Whether a moment lies in it.
    public func contains(_ instant: Instant) -> Bool {
        let local = instant.microseconds + Int64(offset(at: instant)) * 1_000_000
        let (days, rest) = Self.divided(local, by: Self.microsecondsPerDay)
        let minute = Int(rest / 60_000_000)
        guard times?.contains(where: { $0.contains(minute) }) ?? true else { return false }
        // 1970-01-01 was a Thursday.
        let weekday = Int(Self.divided(days + 4, by: 7).remainder)
        guard weekdays?.contains(where: { $0.contains(weekday) }) ?? true else { return false }
        let date = CivilDate(daysSinceEpoch: days)
        guard months?.contains(where: { $0.contains(Int(date.month)) }) ?? true,
            years?.contains(where: { $0.contains(Int(date.year)) }) ?? true
        else { return false }
        return daysOfMonth?.contains { $0.contains(Int(date.day), ofMonthWith: Self.daysInMonth(of: date)) } ?? true
    }

    /// The next moment at which it may begin or end, at most a day and a change of the clock away.
    func nextBoundary(after instant: Instant) -> Instant {
        let now = offset(at: instant)
        let local = instant.microseconds + Int64(now) * 1_000_000
        let passed = Self.divided(local, by: Self.microsecondsPerDay).remainder
        let minutes = (times ?? []).flatMap { [$0.lowerBound, $0.upperBound] } + [1_440]
        let next = minutes.map { Int64($0) * 60_000_000 }.filter { $0 > passed }.min() ?? Self.microsecondsPerDay
        let boundary = instant + TimeSpan(microseconds: next - passed)
        return offset(at: boundary) == now ? boundary : clockChange(from: instant, to: boundary)
    }

    /// The first second between two moments at which the clock is another than at the first.
    private func clockChange(from start: Instant, to end: Instant) -> Instant {
        let before = offset(at: start)
        var low = Self.divided(start.microseconds, by: 1_000_000).quotient
        var high = Self.divided(end.microseconds, by: 1_000_000).quotient
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(at: Instant(seconds: middle)) == before { low = middle } else { high = middle }
        }
        return min(max(Instant(seconds: high), start + TimeSpan(microseconds: 1)), end)
    }

    /// Seconds east of UTC.
    private func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: instant.secondsSinceEpoch))
    }

    /// Foundation also takes abbreviations, which mean another zone in every country.
    private static func zone(named name: String) -> TimeZone? {
        switch name {
        case "UTC": .gmt
        case "Local": .current
        default: name.contains("/") ? TimeZone(identifier: name) : nil
        }
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000

    private static func daysInMonth(of date: CivilDate) -> Int {
        let isDecember = date.month == 12
        let first = CivilDate(year: date.year, month: date.month, day: 1)
        let next = CivilDate(
            year: isDecember ? date.year + 1 : date.year,
            month: isDecember ? 1 : date.month + 1,
            day: 1
        )
        return Int((next?.daysSinceEpoch ?? 0) - (first?.daysSinceEpoch ?? 0))
    }

    private static func divided(_ number: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
