/// Finds the instants of a cron expression in a zone whose clock is changed now and then.
///
/// Between two changes local time is UTC and an offset, so the expression's next minute is found in one step. Only a
/// change near the instant or near the result matters; that there is at most one within `window` holds for every zone
/// since 1970.
struct CronClock {
    let expression: CronExpression
    let zone: ScheduleZone
    let policy: DaylightSavingPolicy

    /// The first instant strictly after another; nil where none comes before the year 10000.
    func next(after instant: Instant) -> Instant? {
        let (second, _) = instant.microseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000)
        var start = max(second + 1, Self.years.lowerBound)
        while start <= Self.years.upperBound {
            let change = change(near: start)
            guard let found = first(atOrAfter: start, around: change), Self.years.contains(found) else { return nil }
            guard found > start + Self.window else { return Instant(seconds: found) }
            // A change between the two is not seen from here, so look again from just before the result.
            start = found - Self.day
        }
        return nil
    }

    /// The first second at or after one at which the expression is due, given the one change around it.
    private func first(atOrAfter start: Int64, around change: Change) -> Int64? {
        guard change.shift != 0 else { return due(atOrAfterLocal: start + change.before, offset: change.before) }
        if start < change.at {
            guard let due = due(atOrAfterLocal: start + change.before, offset: change.before) else { return nil }
            if due < change.at { return due }
            if runsAfterTheGap(of: change), due < change.at + change.shift { return change.at }
        }
        var local = max(start, change.at) + change.after
        if !countsTheRepeatedHour(of: change) { local = max(local, change.at + change.before) }
        return due(atOrAfterLocal: local, offset: change.after)
    }

    private func due(atOrAfterLocal local: Int64, offset: Int64) -> Int64? {
        let (minute, rest) = local.flooredQuotientAndRemainder(dividingBy: 60)
        return expression.firstMinute(atOrAfter: rest == 0 ? minute : minute + 1).map { $0 * 60 - offset }
    }

    private func runsAfterTheGap(of change: Change) -> Bool {
        policy == .cron && expression.isAtFixedTimes && change.shift <= Self.longestShift
    }

    private func countsTheRepeatedHour(of change: Change) -> Bool {
        switch policy {
        case .cron: !expression.isAtFixedTimes || change.shift < -Self.longestShift
        case .skip: false
        case .repeat, .utc: true
        }
    }

    /// The change of the offset from a day before a second to `window` after it; one that shifts nothing where none is.
    private func change(near second: Int64) -> Change {
        var low = second - Self.day
        var high = second + Self.window
        let before = zone.offset(at: low)
        let after = zone.offset(at: high)
        guard before != after else { return Change(at: low, before: before, after: after) }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if zone.offset(at: middle) == before { low = middle } else { high = middle }
        }
        return Change(at: high, before: before, after: after)
    }

    /// A moment from which on another offset holds.
    private struct Change {
        /// The first second of the new offset.
        let at: Int64
        let before: Int64
        let after: Int64

        /// Seconds the clock is put forward.
        var shift: Int64 { after - before }
    }

    /// How far ahead a change is looked for.
    private static let window = 2 * day
    private static let day: Int64 = 86_400
    /// Beyond this a change is a correction of the clock (cron(8) of cronie and Debian).
    private static let longestShift: Int64 = 3 * 3_600
    /// 0001-01-01 to 9999-12-31, which `Instant` can write and PostgreSQL store.
    private static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
}
