/// Which days of a month the day of month and the day of week of a cron expression allow together.
struct CronDays: Hashable, Sendable {
    /// Bit n is set for day n.
    private let daysOfMonth: UInt64
    /// Bit 0 is set for Sunday.
    private let daysOfWeek: UInt64
    /// Whether one of the two is enough, which is so where neither begins with `*`.
    private let eitherIsEnough: Bool

    init(dayOfMonth: CronFieldSet, dayOfWeek: CronFieldSet) {
        daysOfMonth = dayOfMonth.bits
        daysOfWeek = dayOfWeek.bits
        eitherIsEnough = !dayOfMonth.beginsWithStar && !dayOfWeek.beginsWithStar
    }

    /// Whether any of the months ever has such a day.
    ///
    /// Within the 400 years after which the calendar repeats, every date, 29 February too, falls on every day of the
    /// week.
    func occur(inMonths months: UInt64) -> Bool {
        guard !eitherIsEnough else { return true }
        let first = daysOfMonth.trailingZeroBitCount
        return (1...12).contains { months & 1 << UInt64($0) != 0 && first <= Self.mostDays(ofMonth: $0) }
    }

    /// The days of a month, bit n for day n, given its first day counted from 1970-01-01 and how many days it has.
    func bits(monthBeginsOn firstDay: Int64, length: Int64) -> UInt64 {
        let thursday: Int64 = 4
        let weekday = UInt64((firstDay + thursday).flooredQuotientAndRemainder(dividingBy: 7).remainder)
        let fromFirst = (daysOfWeek >> weekday | daysOfWeek << (7 - weekday)) & 0x7F
        let onWeekdays = fromFirst &* Self.everySeventhBit << 1
        let inMonth: UInt64 = (1 << (UInt64(length) + 1)) - 2
        return (eitherIsEnough ? daysOfMonth | onWeekdays : daysOfMonth & onWeekdays) & inMonth
    }

    /// Times this, a week of bits becomes five.
    private static let everySeventhBit: UInt64 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28

    private static func mostDays(ofMonth month: Int) -> Int {
        switch month {
        case 2: 29
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
