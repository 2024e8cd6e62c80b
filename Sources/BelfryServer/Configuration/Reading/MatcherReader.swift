internal import BelfryCore

/// Reads matchers from a route or an inhibition rule, in Alertmanager's syntax and in its older one.
enum MatcherReader {
    /// The keys that hold matchers of one kind: `matchers`, `match`, `match_re`.
    struct Keys {
        /// A list of matchers as text.
        let matchers: String
        /// The older form: label names and values.
        let equal: String
        /// The older form: label names and regular expressions.
        let regex: String

        /// All three.
        var all: [String] { [matchers, equal, regex] }

        static let route = Keys(matchers: "matchers", equal: "match", regex: "match_re")
        static let source = Keys(matchers: "source_matchers", equal: "source_match", regex: "source_match_re")
        static let target = Keys(matchers: "target_matchers", equal: "target_match", regex: "target_match_re")
    }

    /// The matchers under these keys, together.
    static func read(_ keys: Keys, in mapping: YAMLMapping, problems: inout [Problem]) -> [LabelMatcher] {
        var matchers: [LabelMatcher] = []
        for (element, text) in mapping[keys.matchers]?.texts(problems: &problems) ?? [] {
            do {
                matchers += try LabelMatcher.parse(text)
            } catch {
                problems.append(element.problem("\(error)"))
            }
        }
        matchers += read(.equal, mapping.texts(keys.equal, problems: &problems), problems: &problems)
        matchers += read(.matches, mapping.texts(keys.regex, problems: &problems), problems: &problems)
        return matchers
    }

    private static func read(
        _ comparison: LabelMatcher.Comparison,
        _ values: [String: YAMLValue],
        problems: inout [Problem]
    ) -> [LabelMatcher] {
        values.sorted { $0.key < $1.key }.compactMap { name, value in
            guard let text = value.string(problems: &problems) else { return nil }
            do {
                return try LabelMatcher(name, comparison, text)
            } catch {
                problems.append(value.problem("\(error)"))
                return nil
            }
        }
    }
}
