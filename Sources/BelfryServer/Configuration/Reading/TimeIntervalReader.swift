internal import BelfryCore

/// Reads `time_intervals` by Alertmanager's rules.
enum TimeIntervalReader {
    private static let specKeys = ["times", "weekdays", "days_of_month", "months", "years", "location"]
    private static let weekdays = [
        "sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
    ]
    private static let months = [
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12,
    ]

    /// The intervals of the list here; their names are unique.
    static func read(_ value: YAMLValue, problems: inout [Problem]) -> [NamedTimeInterval] {
        var intervals: [NamedTimeInterval] = []
        for element in value.list(problems: &problems) ?? [] {
            guard let mapping = element.mapping(keys: ["name", "time_intervals"], problems: &problems),
                let nameValue = mapping.required("name", problems: &problems),
                let name = nameValue.string(problems: &problems)
            else { continue }
            if intervals.contains(where: { $0.name == name }) {
                problems.append(nameValue.problem("a time interval named \"\(name)\" stands twice"))
                continue
            }
            let specs = mapping.required("time_intervals", problems: &problems)?.list(problems: &problems) ?? []
            let read = specs.compactMap { spec($0, problems: &problems) }
            intervals.append(NamedTimeInterval(name: name, specs: read))
        }
        return intervals
    }

    private static func spec(_ value: YAMLValue, problems: inout [Problem]) -> TimeIntervalSpec? {
        guard let mapping = value.mapping(keys: specKeys, problems: &problems) else { return nil }
        var zone = "UTC"
        if let location = mapping["location"] { zone = location.string(problems: &problems) ?? zone }
        guard var spec = TimeIntervalSpec(zone: zone) else {
            let message = "\"\(zone.prefix(40))\" is not an IANA zone such as Europe/Berlin, UTC or Local"
            problems.append((mapping["location"] ?? value).problem(message))
            return nil
        }
        spec.times = mapping["times"].map { times($0, problems: &problems) }
        spec.weekdays = mapping["weekdays"].map { value in
            ranges(value, problems: &problems) { text in
                weekdays[text].map { .success($0) } ?? .failure(.init("\"\(text)\" is no day such as monday"))
            }
        }
        spec.daysOfMonth = mapping["days_of_month"].map { days($0, problems: &problems) }
        spec.months = mapping["months"].map { value in
            ranges(value, problems: &problems) { text in
                let month = months[text] ?? Int(text).flatMap { (1...12).contains($0) ? $0 : nil }
                return month.map { .success($0) } ?? .failure(.init("\"\(text)\" is no month such as january or 1"))
            }
        }
        spec.years = mapping["years"].map { value in
            ranges(value, problems: &problems) { text in
                Int(text).map { .success($0) } ?? .failure(.init("\"\(text)\" is no year such as 2026"))
            }
        }
        return spec
    }

    // MARK: Times of day

    private static func times(_ value: YAMLValue, problems: inout [Problem]) -> [Range<Int>] {
        let elements = value.list(problems: &problems) ?? []
        if elements.isEmpty { problems.append(empty(value)) }
        return elements.compactMap { element in
            guard let mapping = element.mapping(keys: ["start_time", "end_time"], problems: &problems),
                let start = mapping.required("start_time", problems: &problems),
                let end = mapping.required("end_time", problems: &problems),
                let from = minute(start, problems: &problems), let to = minute(end, problems: &problems)
            else { return nil }
            guard from < to else {
                let message =
                    "end_time must be after start_time: for a night write two, one to 24:00 and one from 00:00"
                problems.append(element.problem(message))
                return nil
            }
            return from..<to
        }
    }

    /// Minutes after midnight of a text such as `09:00`, up to `24:00`.
    private static func minute(_ value: YAMLValue, problems: inout [Problem]) -> Int? {
        guard let text = value.string(problems: &problems) else { return nil }
        let digits = Array(text.utf8)
        func number(_ index: Int) -> Int? {
            let (tens, ones) = (Int(digits[index]) - 48, Int(digits[index + 1]) - 48)
            return (0...9).contains(tens) && (0...9).contains(ones) ? tens * 10 + ones : nil
        }
        if digits.count == 5, digits[2] == UInt8(ascii: ":"), let hour = number(0), let minute = number(3),
            minute < 60, hour < 24 || (hour == 24 && minute == 0)
        {
            return hour * 60 + minute
        }
        problems.append(value.problem("\"\(text.prefix(40))\" is no time of day from 00:00 to 24:00"))
        return nil
    }

    // MARK: Ranges

    /// What a text of a range is not.
    private struct Malformed: Error {
        let message: String

        init(_ message: String) { self.message = message }
    }

    private static func days(_ value: YAMLValue, problems: inout [Problem]) -> [TimeIntervalSpec.DayRange] {
        let elements = value.texts(problems: &problems)
        if elements.isEmpty { problems.append(empty(value)) }
        return elements.compactMap { element, text in
            guard let (first, last) = bounds(element, text, problems: &problems, of: dayOfMonth) else { return nil }
            if first < 0, last > 0 {
                problems.append(element.problem("the end must be negative too, since the start is"))
                return nil
            }
            // A month of 28 days is the one in which a range counted from both ends is shortest.
            guard (first < 0 ? 28 + first : first) <= (last < 0 ? 28 + last : last) else {
                problems.append(element.problem("day \(last) is before day \(first)"))
                return nil
            }
            return TimeIntervalSpec.DayRange(first, last)
        }
    }

    private static func dayOfMonth(_ text: String) -> Result<Int, Malformed> {
        guard let day = Int(text), day != 0, (-31...31).contains(day) else {
            return .failure(Malformed("\"\(text)\" is no day of a month: 1 to 31, or -1 (the last) to -31"))
        }
        return .success(day)
    }

    private static func ranges(
        _ value: YAMLValue,
        problems: inout [Problem],
        of number: (String) -> Result<Int, Malformed>
    ) -> [ClosedRange<Int>] {
        let elements = value.texts(problems: &problems)
        if elements.isEmpty { problems.append(empty(value)) }
        return elements.compactMap { element, text in
            guard let (first, last) = bounds(element, text, problems: &problems, of: number) else { return nil }
            guard first <= last else {
                problems.append(element.problem("\"\(text)\" ends before it starts: write two ranges"))
                return nil
            }
            return first...last
        }
    }

    /// Both ends of `first:last`, or twice the one number.
    private static func bounds(
        _ element: YAMLValue,
        _ text: String,
        problems: inout [Problem],
        of number: (String) -> Result<Int, Malformed>
    ) -> (Int, Int)? {
        let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            problems.append(element.problem("\"\(text.prefix(40))\" is no range such as 1:5"))
            return nil
        }
        var numbers: [Int] = []
        for part in parts {
            switch number(String(part.filter { $0 != " " }.prefix(40))) {
            case .success(let value): numbers.append(value)
            case .failure(let malformed): problems.append(element.problem(malformed.message))
            }
        }
        guard numbers.count == parts.count, let first = numbers.first, let last = numbers.last else { return nil }
        return (first, last)
    }

    private static func empty(_ value: YAMLValue) -> Problem {
        value.problem("is empty: leave it out where it sets no condition")
    }
}
