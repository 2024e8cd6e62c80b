extension TextForm {
    /// A value as `%s` prints it: lists and maps with all they hold, map entries in the order of their printed keys.
    static func nested(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return String(value)
        case .int(let value): return String(value)
        case .uint(let value): return String(value)
        case .double(let value): return text(of: value)
        case .string(let value): return value
        case .bytes(let value): return String(decoding: value, as: UTF8.self)
        case .timestamp(let value): return value.text
        case .duration(let value): return value.text
        case .type(let value): return value.name
        case .list(let list):
            try budget.charge(list.count)
            var parts: [String] = []
            for element in list { parts.append(try part(element, &budget)) }
            return "[\(parts.joined(separator: ", "))]"
        case .map(let map):
            try budget.charge(map.count)
            var parts: [(key: String, value: String)] = []
            for entry in map.entries {
                parts.append((try part(entry.key, &budget), try part(entry.value, &budget)))
            }
            parts.sort { $0.key.byteOrder(to: $1.key) == .less }
            return "{\(parts.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .optional:
            throw EvaluationError(.invalidArgument, "error during formatting: an optional cannot be formatted")
        }
    }

    private static func part(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> String {
        let text = try nested(value, &budget)
        try budget.charge(bytes: text.utf8.count)
        return text
    }
}
