/// One of the five fields of a cron expression.
public enum CronField: String, CaseIterable, Hashable, Sendable {
    /// 0 to 59.
    case minute
    /// 0 to 23.
    case hour
    /// 1 to 31.
    case dayOfMonth = "day of month"
    /// 1 to 12, or `jan` to `dec`.
    case month
    /// 0 to 7, where 0 and 7 are Sunday, or `sun` to `sat`.
    case dayOfWeek = "day of week"

    /// The values the field takes.
    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// The names that stand for values, the first for the lowest.
    private var names: [String] {
        switch self {
        case .minute, .hour, .dayOfMonth: []
        case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        }
    }

    /// The value a three-letter name in any case stands for; nil where it is not a name of this field.
    func value(named name: String) -> Int? {
        names.firstIndex(of: name.lowercased()).map { $0 + range.lowerBound }
    }

    /// What may stand in the field, for an error message.
    var accepted: String {
        guard let first = names.first, let last = names.last else {
            return "\(range.lowerBound) to \(range.upperBound)"
        }
        return "\(range.lowerBound) to \(range.upperBound) or \(first) to \(last)"
    }
}
