internal import CEL

extension Value {
    /// A CEL timestamp of the same instant.
    static func instant(_ instant: Instant) -> Value {
        let seconds = instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let borrow: Int64 = seconds.remainder < 0 ? 1 : 0
        return .timestamp(
            Timestamp(
                seconds: seconds.quotient - borrow,
                nanoseconds: Int32((seconds.remainder + borrow * 1_000_000) * 1_000)
            )
        )
    }

    /// The value as a template writes it: texts as they are, numbers to four places, times as ISO 8601, null as nothing.
    var templateText: String {
        switch self {
        case .null: ""
        case .bool(let value): String(value)
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .double(let value):
            Int64(exactly: value).map(String.init)
                ?? (value.magnitude < 1e12 ? String((value * 10_000).rounded() / 10_000) : String(value))
        case .string(let text): text
        case .timestamp(let time):
            Instant(microseconds: time.seconds * 1_000_000 + Int64(time.nanoseconds / 1_000)).iso8601
        default: String(describing: self)
        }
    }
}
