/// Why a text is not a cron expression; its description says what to write instead.
public enum CronExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not five fields.
    case fieldCount(Int)
    /// `CRON_TZ=` or `TZ=` before the fields.
    case zonePrefix(String)
    /// `@reboot`, `@every`, or a name no cron knows.
    case nickname(String)
    /// `?`, `~`, `L`, `W`, `#` or `H`: what other schedulers have and five-field cron has not.
    case unsupported(CronField, String, Character)
    /// A value that is neither a number nor a name of the field.
    case notAValue(CronField, String)
    /// A number that the field does not take.
    case outOfRange(CronField, String)
    /// A range that ends before it begins.
    case reversedRange(CronField, String, suggestion: String)
    /// A step that is not a number from 1, or more than one step.
    case badStep(CronField, String)
    /// A comma with nothing before or after it.
    case emptyItem(CronField, String)
    /// No month of the expression has any of its days.
    case neverHappens(String)

    /// What is wrong, in a sentence for the person who wrote it.
    public var description: String {
        switch self {
        case .fieldCount(6):
            "a cron expression with 6 fields has seconds or a year, write the five fields \(Self.fields)"
        case .fieldCount(let count):
            "a cron expression has five fields (\(Self.fields)), not \(count)"
        case .zonePrefix(let text):
            "\"\(text)\" does not belong into the expression, set the time zone of the job instead"
        case .nickname(let name):
            Self.describe(nickname: name)
        case .unsupported(let field, let text, let sign):
            "the \(field.rawValue) \"\(text)\" has \"\(sign)\", \(Self.instead(of: sign))"
        case .notAValue(let field, let text):
            "the \(field.rawValue) \"\(text)\" is not a value, write \(field.accepted)"
        case .outOfRange(let field, let text):
            "the \(field.rawValue) \"\(text)\" is out of range, write \(field.accepted)"
        case .reversedRange(let field, let text, let suggestion):
            "the \(field.rawValue) range \"\(text)\" ends before it begins, write \(suggestion)"
        case .badStep(let field, let text):
            "the \(field.rawValue) \"\(text)\" has a bad step, write one number from 1 after the \"/\", such as */5"
        case .emptyItem(let field, let text):
            "the \(field.rawValue) \"\(text)\" has nothing on one side of a comma, leave the comma out"
        case .neverHappens(let text):
            "\"\(text)\" never happens: none of its months has such a day of month"
        }
    }

    private static let fields = "minute, hour, day of month, month, day of week"

    private static func describe(nickname: String) -> String {
        switch nickname {
        case "@reboot": "@reboot has no time of day, so nothing can be expected of it; leave the schedule out"
        case "@every":
            "@every is an interval and has no time of day, write the job's interval instead of a cron expression"
        default:
            "\"\(nickname)\" is not known, write one of \(CronExpression.nicknames.map(\.name).joined(separator: " "))"
        }
    }

    private static func instead(of sign: Character) -> String {
        switch sign {
        case "?": "write * instead"
        case "~", "H": "a value picked at random, which nobody can predict; write the value that was picked"
        case "L": "the last day, which five-field cron cannot say; write days as numbers, such as 28-31"
        case "W": "the nearest weekday, which five-field cron cannot say; write days as numbers"
        default: "a week of the month, which five-field cron cannot say; write days as numbers, such as 8-14"
        }
    }
}
