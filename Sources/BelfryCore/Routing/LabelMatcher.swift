/// A condition on one label, as routes, silences and inhibition use it: `severity="critical"`, `alertname=~"Job.*"`.
public struct LabelMatcher: Sendable {
    /// How the label's value is compared.
    public enum Comparison: String, CaseIterable, Sendable {
        /// The value is this text.
        case equal = "="
        /// The value is any other text.
        case notEqual = "!="
        /// The whole value matches this regular expression.
        case matches = "=~"
        /// The whole value does not match this regular expression.
        case doesNotMatch = "!~"
    }

    /// The label's name.
    public let name: String
    /// How it is compared.
    public let comparison: Comparison
    /// The text or regular expression it is compared with.
    public let value: String
    private let pattern: LabelPattern?

    /// A matcher; throws where `value` is to be a regular expression and is none.
    public init(_ name: String, _ comparison: Comparison, _ value: String) throws(LabelMatcherError) {
        self.name = name
        self.comparison = comparison
        self.value = value
        pattern =
            switch comparison {
            case .equal, .notEqual: nil
            case .matches, .doesNotMatch: try LabelPattern(value)
            }
    }

    /// A matcher for one value.
    public init(_ name: String, is value: String) {
        self.name = name
        comparison = .equal
        self.value = value
        pattern = nil
    }

    /// Whether the labels fulfil the condition; a missing label has an empty value.
    public func matches(_ labels: LabelSet) -> Bool {
        switch comparison {
        case .equal: labels[name] == value
        case .notEqual: labels[name] != value
        case .matches: pattern?.matches(labels[name]) ?? false
        case .doesNotMatch: pattern.map { !$0.matches(labels[name]) } ?? false
        }
    }
}

extension LabelMatcher: Hashable {
    /// Whether both are the same condition.
    public static func == (left: LabelMatcher, right: LabelMatcher) -> Bool {
        left.name == right.name && left.comparison == right.comparison && left.value == right.value
    }

    /// Hashes name, comparison and value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(comparison)
        hasher.combine(value)
    }
}

extension LabelMatcher: CustomStringConvertible {
    /// `severity="critical"`.
    public var description: String { name + comparison.rawValue + QuotedLabelValue.text(of: value) }
}

extension Sequence<LabelMatcher> {
    /// Whether the labels fulfil every one of the conditions; so do all labels where there is none.
    public func match(_ labels: LabelSet) -> Bool {
        allSatisfy { $0.matches(labels) }
    }

    /// `{a="b",c=~"d"}` in the order in which Alertmanager prints matchers, whatever order they were written in.
    var canonicalText: String {
        let sorted = sorted {
            ($0.name, $0.value, $0.comparison.rawValue) < ($1.name, $1.value, $1.comparison.rawValue)
        }
        return "{" + sorted.map(\.description).joined(separator: ",") + "}"
    }
}
