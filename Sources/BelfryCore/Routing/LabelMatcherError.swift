/// Why a text is not a matcher; its description says what to write instead.
public enum LabelMatcherError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No name and operator.
    case badFormat(String)
    /// A quote that is not closed, or one inside an unquoted value.
    case badQuotes(String)
    /// A brace at one end only.
    case unbalancedBraces(String)
    /// The value of `=~` or `!~` is not a regular expression.
    case badPattern(String, String)

    /// What is wrong, in a sentence for the person who wrote it.
    public var description: String {
        switch self {
        case .badFormat(let text):
            "\"\(text)\" is not a matcher such as severity=\"critical\"; operators are = != =~ !~"
        case .badQuotes(let text):
            "the value in \"\(text)\" has a double quote that is not closed or not escaped (\\\")"
        case .unbalancedBraces(let text):
            "\"\(text)\" has a brace at one end only"
        case .badPattern(let pattern, let reason):
            "\"\(pattern)\" is not a regular expression Belfry can run (RE2 syntax): \(reason)"
        }
    }
}
