/// The values that one field of a cron expression allows.
struct CronFieldSet: Hashable, Sendable {
    /// Bit n is set where n is allowed; Sunday is bit 0 only.
    let bits: UInt64
    /// Whether the field begins with `*`, which is what cronie asks where it treats fields differently.
    let beginsWithStar: Bool

    /// Reads a field: values, ranges, `*` and steps, separated by commas.
    init(_ text: String, of field: CronField) throws(CronExpressionError) {
        var bits: UInt64 = 0
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard !item.isEmpty else { throw .emptyItem(field, text) }
            bits |= try Self.bits(of: String(item), field)
        }
        let sunday: UInt64 = 1 << 7
        if field == .dayOfWeek, bits & sunday != 0 { bits = bits & ~sunday | 1 }
        self.bits = bits
        beginsWithStar = text.hasPrefix("*")
    }

    private static func bits(of item: String, _ field: CronField) throws(CronExpressionError) -> UInt64 {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var step: Int?
        if parts.count > 1 {
            guard parts.count == 2, let count = number(parts[1]), count > 0 else { throw .badStep(field, item) }
            step = min(count, field.range.count)
        }
        let range = try range(of: parts[0], isOpen: step != nil, field)
        return stride(from: range.lowerBound, through: range.upperBound, by: step ?? 1)
            .reduce(0) { $0 | 1 << UInt64($1) }
    }

    /// The range of `*`, `a-b`, or `a`, which with a step after it is open: up to the highest value.
    private static func range(
        of text: String,
        isOpen: Bool,
        _ field: CronField
    ) throws(CronExpressionError) -> ClosedRange<Int> {
        if text == "*" { return field.range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let first = try value(ends[0], of: text, field)
        guard ends.count > 1 else { return first...(isOpen ? field.range.upperBound : first) }
        guard ends.count == 2 else { throw .notAValue(field, text) }
        let last = try value(ends[1], of: text, field)
        guard first <= last else {
            throw .reversedRange(field, text, suggestion: wrapped(from: first, to: last, field))
        }
        return first...last
    }

    private static func value(
        _ text: String,
        of item: String,
        _ field: CronField
    ) throws(CronExpressionError) -> Int {
        if let named = field.value(named: text) { return named }
        if let number = number(text) {
            guard field.range.contains(number) else { throw .outOfRange(field, text) }
            return number
        }
        if let sign = item.first(where: { "?~#".contains($0) })
            ?? item.uppercased().first(where: { "LWH".contains($0) })
        {
            throw .unsupported(field, item, sign)
        }
        throw .notAValue(field, item)
    }

    /// How to say a range that runs over the end of the field.
    private static func wrapped(from first: Int, to last: Int, _ field: CronField) -> String {
        let (lowest, highest) = (field.range.lowerBound, field.range.upperBound)
        func span(_ low: Int, _ high: Int) -> String { low == high ? "\(low)" : "\(low)-\(high)" }
        if field == .dayOfWeek { return last == 0 ? span(first, 7) : "\(span(first, 7)),\(span(1, last))" }
        return "\(span(first, highest)),\(span(lowest, last))"
    }

    /// Digits alone; no sign.
    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
