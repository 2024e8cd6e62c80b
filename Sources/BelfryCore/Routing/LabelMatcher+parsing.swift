extension LabelMatcher {
    /// The matchers that a text in Alertmanager's syntax stands for: `severity="critical"`, `name=~"a|b"`, `{a="b", c!=d}`.
    ///
    /// The value may stand without quotes, and then ends before the next comma. A text without a matcher (``, `{}`) is an
    /// empty list, which matches everything.
    public static func parse(_ text: String) throws(LabelMatcherError) -> [LabelMatcher] {
        var body = trimmed(Substring(text))
        if body.hasPrefix("{") {
            guard body.count > 1, body.hasSuffix("}") else { throw .unbalancedBraces(text) }
            body = body.dropFirst().dropLast()
        }
        var matchers: [LabelMatcher] = []
        let parts = try commaSeparated(body, of: text)
        for (index, part) in parts.enumerated() {
            let part = trimmed(part)
            if part.isEmpty, index == parts.count - 1 { continue }
            matchers.append(try parseOne(part))
        }
        return matchers
    }

    /// Splits at the commas outside of quotes.
    private static func commaSeparated(_ body: Substring, of text: String) throws(LabelMatcherError) -> [Substring] {
        var parts: [Substring] = []
        var start = body.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in body.indices {
            switch body[index] {
            case "\\" where isQuoted && !isEscaped:
                isEscaped = true
                continue
            case "\"" where !isEscaped: isQuoted.toggle()
            case "," where !isQuoted:
                parts.append(body[start..<index])
                start = body.index(after: index)
            default: break
            }
            isEscaped = false
        }
        guard !isQuoted else { throw .badQuotes(text) }
        return parts + [body[start...]]
    }

    private static func parseOne(_ text: Substring) throws(LabelMatcherError) -> LabelMatcher {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        let rest = text[name.endIndex...].drop { $0.isWhitespace }
        guard let first = name.first, !first.isNumber, let comparison = comparison(atStartOf: rest) else {
            throw .badFormat(String(text))
        }
        let written = trimmed(rest.dropFirst(comparison.rawValue.count))
        guard written.contains("\"") else { return try LabelMatcher(String(name), comparison, String(written)) }
        guard let value = QuotedLabelValue.value(of: written) else { throw .badQuotes(String(text)) }
        return try LabelMatcher(String(name), comparison, value)
    }

    private static func comparison(atStartOf text: Substring) -> Comparison? {
        Comparison.allCases.filter { text.hasPrefix($0.rawValue) }.max { $0.rawValue.count < $1.rawValue.count }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
