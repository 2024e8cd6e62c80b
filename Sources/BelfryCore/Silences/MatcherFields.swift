/// A matcher as Alertmanager's API writes it.
public struct MatcherFields: Hashable, Codable, Sendable {
    /// The label's name.
    public var name: String
    /// The text or regular expression.
    public var value: String
    /// Whether `value` is a regular expression.
    public var isRegex: Bool
    /// Whether the label has to match; absent means true.
    public var isEqual: Bool?

    /// The fields of a matcher.
    public init(_ matcher: LabelMatcher) {
        name = matcher.name
        value = matcher.value
        isRegex = [.matches, .doesNotMatch].contains(matcher.comparison)
        isEqual = [.equal, .matches].contains(matcher.comparison)
    }

    /// The matcher; throws where the regular expression is none.
    public func matcher() throws(LabelMatcherError) -> LabelMatcher {
        let comparison: LabelMatcher.Comparison =
            switch (isRegex, isEqual ?? true) {
            case (false, true): .equal
            case (false, false): .notEqual
            case (true, true): .matches
            case (true, false): .doesNotMatch
            }
        return try LabelMatcher(name, comparison, value)
    }
}
