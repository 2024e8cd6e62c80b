/// Splitting text into lists and joining lists into text.
enum TextList {
    /// `text.split(separator, limit)`: at most `limit` parts, any number if it is negative.
    static func split(_ values: [Value], limit: Int64, _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard case .string(let text) = values[0], case .string(let separator) = values[1] else {
            throw .noOverload("split", values)
        }
        guard limit != 0 else { return .list([]) }
        let limit = limit < 0 ? Int.max : Int(clamping: limit)
        guard !separator.isEmpty else {
            try budget.charge(text.utf8.count)
            return .list(scalars(of: text, atMost: limit).map(Value.string))
        }
        let search = ByteSearch(separator)
        let count = min(limit - 1, text.withBytes { search.count(in: $0) })
        try budget.charge(count + text.utf8.count >> 6)
        return .list(parts(of: text, separatedBy: search, atMost: count + 1).map(Value.string))
    }

    /// `list.join(separator)`, paid for before it is built.
    static func join(_ values: [Value], separator: String, _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard case .list(let list) = values[0] else { throw .noOverload("join", values) }
        var parts: [String] = []
        var size = 0
        for element in list {
            guard case .string(let text) = element else { throw .noOverload("join", [element]) }
            parts.append(text)
            size += text.utf8.count + separator.utf8.count
        }
        try budget.charge(list.count + size >> 6)
        return .string(parts.joined(separator: separator))
    }

    /// The scalars of `text` as at most `limit` strings, what is left over in the last.
    private static func scalars(of text: String, atMost limit: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > limit else { return scalars.map { String($0) } }
        let rest = String(String.UnicodeScalarView(scalars[(limit - 1)...]))
        return scalars[..<(limit - 1)].map { String($0) } + [rest]
    }

    /// The parts of `text` between occurrences of a separator that is not empty, at most `limit`.
    static func parts(of text: String, separatedBy separator: ByteSearch, atMost limit: Int) -> [String] {
        text.withBytes { bytes in
            var parts: [String] = []
            var start = 0
            while parts.count < limit - 1, let place = separator.first(in: bytes, from: start) {
                parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
                start = place + separator.needle.count
            }
            parts.append(String(decoding: bytes[start...], as: UTF8.self))
            return parts
        }
    }
}
