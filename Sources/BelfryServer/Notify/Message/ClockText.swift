internal import BelfryCore
internal import Foundation

/// Points in time in the words of messages: with a zone, and with an age.
struct ClockText {
    private let zone: TimeZone
    private let now: Instant

    /// Times as seen at `now` in an IANA zone; an unknown zone counts as UTC.
    init(timeZone: String, now: Instant) {
        zone = TimeZone(identifier: timeZone) ?? .gmt
        self.now = now
    }

    /// `02:00 UTC` for today, `23 Nov 02:00 UTC` for another day, with the year where that differs.
    func clock(_ instant: Instant) -> String {
        let then = fields(instant)
        let today = fields(now)
        let day =
            if then.date == today.date {
                ""
            } else if then.year == today.year {
                "\(then.day) \(then.month) "
            } else {
                "\(then.day) \(then.month) \(then.year) "
            }
        return "\(day)\(then.time) \(zoneName(instant))"
    }

    /// `12 min ago`, `in 5 min`, `just now`.
    func age(_ instant: Instant) -> String {
        let past = now - instant
        if past >= .seconds(1) { return DurationText.words(past) + " ago" }
        if past <= .seconds(-1) { return "in " + DurationText.words(instant - now) }
        return "just now"
    }

    /// `02:00 UTC, 12 min ago`.
    func full(_ instant: Instant) -> String { "\(clock(instant)), \(age(instant))" }

    /// `3 Nov 2026`.
    func date(_ instant: Instant) -> String {
        let fields = fields(instant)
        return "\(fields.day) \(fields.month) \(fields.year)"
    }

    private struct Fields {
        var date: Substring
        var year: Substring
        var month: String
        var day: Int
        var time: Substring
    }

    /// The civil fields in the zone, read off the ISO 8601 text of the shifted instant.
    private func fields(_ instant: Instant) -> Fields {
        let text = (instant + .seconds(Int64(zone.secondsFromGMT(for: Self.date(of: instant))))).iso8601
        let parts = text.split(separator: "T")
        let date = parts[0].split(separator: "-")
        let month = date.dropLast().last.flatMap { Int($0) } ?? 1
        return Fields(
            date: parts[0],
            year: date.first ?? "",
            month: Self.months[(month - 1) % 12],
            day: date.last.flatMap { Int($0) } ?? 1,
            time: parts[1].prefix(5)
        )
    }

    private func zoneName(_ instant: Instant) -> String {
        let isUTC = ["UTC", "GMT", "Etc/UTC", "Etc/GMT"].contains(zone.identifier)
        return isUTC ? "UTC" : zone.abbreviation(for: Self.date(of: instant)) ?? zone.identifier
    }

    private static func date(of instant: Instant) -> Date { Date(timeIntervalSince1970: instant.secondsSinceEpoch) }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
