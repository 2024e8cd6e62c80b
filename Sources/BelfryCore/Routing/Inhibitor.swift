/// Applies the inhibition rules to many alerts: the firing alerts are sorted once, and each question costs one look-up a rule.
public struct Inhibitor: Sendable {
    private let rules: [(rule: InhibitRule, sources: [[String]: [Int]])]
    private let sources: [LabelSet]

    /// An inhibitor for the alerts that fire now.
    public init(rules: [InhibitRule], sources: [LabelSet]) {
        self.sources = sources
        self.rules = rules.map { rule in
            let indices = sources.indices.filter { rule.sourceMatchers.match(sources[$0]) }
            return (rule, Dictionary(grouping: indices) { index in rule.equal.map { sources[index][$0] } })
        }
    }

    /// The first rule that mutes an alert with these labels, and the first firing alert by which it does, both as indices into
    /// what the inhibitor was made of; nil where the alert is not muted.
    public func inhibition(of target: LabelSet) -> (rule: Int, source: Int)? {
        for (index, entry) in rules.enumerated() {
            guard let candidates = entry.sources[entry.rule.equal.map { target[$0] }] else { continue }
            guard let found = entry.rule.inhibits(target, by: candidates.map { sources[$0] }) else { continue }
            return (index, candidates[found])
        }
        return nil
    }
}
