/// When a job runs, as the five fields of cron say it: minute, hour, day of month, month, day of week.
///
/// A field is `*`, a value, a range `a-b`, or several with commas between. `*/n` and `a-b/n` take every n-th value from
/// the first; `a/n` is `a` to the highest value by n. Steps do not wrap: `*/35` is :00 and :35. Months and days of the
/// week have three-letter English names in any case; 0 and 7 are Sunday. `@hourly`, `@daily`, `@midnight`, `@weekly`,
/// `@monthly`, `@yearly` and `@annually` stand for five fields.
///
/// Where day of month and day of week are both restricted a day needs to match one of them, otherwise both; a field
/// that begins with `*`, such as `*/2`, counts as unrestricted. That is the rule of cronie, Debian's cron and
/// healthchecks.io.
///
/// Two expressions are equal where they are written alike.
public struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    /// The expression as it was written, one space between fields.
    public let description: String

    private let minutes: UInt64
    private let hours: UInt64
    private let months: UInt64
    private let days: CronDays
    /// Whether neither minute nor hour begins with `*`: what cron calls a job at a fixed time.
    let isAtFixedTimes: Bool

    /// Reads an expression; the error says which field is wrong and what to write instead.
    public init(_ text: String) throws(CronExpressionError) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let fields = try Self.fields(of: words)
        let minute = try CronFieldSet(fields[0], of: .minute)
        let hour = try CronFieldSet(fields[1], of: .hour)
        let dayOfMonth = try CronFieldSet(fields[2], of: .dayOfMonth)
        months = try CronFieldSet(fields[3], of: .month).bits
        let dayOfWeek = try CronFieldSet(fields[4], of: .dayOfWeek)
        minutes = minute.bits
        hours = hour.bits
        days = CronDays(dayOfMonth: dayOfMonth, dayOfWeek: dayOfWeek)
        isAtFixedTimes = !minute.beginsWithStar && !hour.beginsWithStar
        description = words.joined(separator: " ")
        guard days.occur(inMonths: months) else { throw .neverHappens(description) }
    }

    /// The short names and what they stand for.
    static let nicknames: [(name: String, fields: String)] = [
        ("@hourly", "0 * * * *"),
        ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("@yearly", "0 0 1 1 *"),
        ("@annually", "0 0 1 1 *"),
    ]

    private static func fields(of words: [String]) throws(CronExpressionError) -> [String] {
        var fields = words
        if let first = words.first {
            if first.hasPrefix("CRON_TZ=") || first.hasPrefix("TZ=") { throw .zonePrefix(first) }
            if first.hasPrefix("@") {
                let name = first.lowercased()
                guard words.count == 1, let nickname = nicknames.first(where: { $0.name == name }) else {
                    throw .nickname(name)
                }
                fields = nickname.fields.split(separator: " ").map(String.init)
            }
        }
        guard fields.count == CronField.allCases.count else { throw .fieldCount(fields.count) }
        return fields
    }

    /// The first minute at or after one that the expression names; nil where none comes in the 400 years after.
    ///
    /// Minutes are of the local calendar, counted from 1970-01-01 00:00 as if no clock was ever changed. The Gregorian
    /// calendar repeats every 400 years, so nil does not happen for an expression that could be made.
    func firstMinute(atOrAfter minute: Int64) -> Int64? {
        let (day, minuteOfDay) = minute.flooredQuotientAndRemainder(dividingBy: 1_440)
        guard let matching = firstDay(atOrAfter: day) else { return nil }
        if matching > day { return firstTime(atOrAfter: 0).map { matching * 1_440 + $0 } }
        if let time = firstTime(atOrAfter: minuteOfDay) { return day * 1_440 + time }
        guard let later = firstDay(atOrAfter: day + 1) else { return nil }
        return firstTime(atOrAfter: 0).map { later * 1_440 + $0 }
    }

    /// The first day, counted from 1970-01-01, at or after one; looks at a month at a time.
    private func firstDay(atOrAfter day: Int64) -> Int64? {
        let date = CivilDate(daysSinceEpoch: day)
        var (year, month) = (date.year, date.month)
        var firstOfMonth = day - date.day + 1
        var earliest = date.day
        for _ in 0...(400 * 12) {
            let nextYear = month == 12 ? year + 1 : year
            let nextMonth = month % 12 + 1
            guard let next = CivilDate(year: nextYear, month: nextMonth, day: 1)?.daysSinceEpoch else { return nil }
            if months & 1 << UInt64(month) != 0 {
                let matching =
                    days.bits(monthBeginsOn: firstOfMonth, length: next - firstOfMonth) & UInt64.max << earliest
                if matching != 0 { return firstOfMonth + Int64(matching.trailingZeroBitCount) - 1 }
            }
            (year, month, firstOfMonth, earliest) = (nextYear, nextMonth, next, 1)
        }
        return nil
    }

    /// The first minute of a day at or after one.
    private func firstTime(atOrAfter minuteOfDay: Int64) -> Int64? {
        let (hour, minute) = minuteOfDay.quotientAndRemainder(dividingBy: 60)
        if hours & 1 << UInt64(hour) != 0 {
            let rest = minutes & UInt64.max << minute
            if rest != 0 { return hour * 60 + Int64(rest.trailingZeroBitCount) }
        }
        let laterHours = hours & UInt64.max << (hour + 1)
        guard laterHours != 0 else { return nil }
        return Int64(laterHours.trailingZeroBitCount) * 60 + Int64(minutes.trailingZeroBitCount)
    }
}
