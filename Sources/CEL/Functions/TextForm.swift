/// Values as text: what `string(x)` and `%s` print.
enum TextForm {
    /// A double in its shortest exact form, without `.0`.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A value for an error message.
    static func text(of value: Value) -> String {
        switch value {
        case .string(let text): "'\(text.prefix(64))'"
        case .bool(let value): String(value)
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .double(let value): text(of: value)
        default: value.runtimeType.name
        }
    }
}
