internal import BelfryCore

/// Reads `inhibit_rules`.
enum InhibitRuleReader {
    private static let keys = MatcherReader.Keys.source.all + MatcherReader.Keys.target.all + ["equal"]

    /// The rules of the list here.
    static func read(_ value: YAMLValue, problems: inout [Problem]) -> [InhibitRule] {
        var rules: [InhibitRule] = []
        for element in value.list(problems: &problems) ?? [] {
            guard let mapping = element.mapping(keys: keys, problems: &problems) else { continue }
            for side in [MatcherReader.Keys.source, .target] where side.all.allSatisfy({ mapping[$0] == nil }) {
                problems.append(element.problem("\"\(side.matchers)\" is missing: the rule would concern every alert"))
            }
            rules.append(
                InhibitRule(
                    sourceMatchers: MatcherReader.read(.source, in: mapping, problems: &problems),
                    targetMatchers: MatcherReader.read(.target, in: mapping, problems: &problems),
                    equal: mapping["equal"]?.texts(problems: &problems).map(\.text) ?? []
                )
            )
        }
        return rules
    }
}
