/// All rules in force, in the order they stand in their files.
public struct RuleSet: Sendable {
    /// The rules.
    public let rules: [Rule]
    /// The files they came from: name and text, in order.
    public let files: [RuleFile]
    /// Content address: equal exactly where the files' texts are, as 64 lower-case hex digits.
    public let hash: String
    /// Whether any rule reads the job's history, so that it must be stored beside each attempt for `explain`.
    public let usesHistory: Bool
    /// The rules evaluated on attempts, those of runs on the closing ones.
    let attemptRules: [Rule]
    /// The rules evaluated on a promised retry that did not arrive.
    public let retryOverdueRules: [Rule]

    init(rules: [Rule], files: [RuleFile], hash: String) {
        self.rules = rules
        self.files = files
        self.hash = hash
        usesHistory = rules.contains(where: \.usesHistory)
        attemptRules = rules.filter { $0.trigger != .retryOverdue }
        retryOverdueRules = rules.filter { $0.trigger == .retryOverdue }
    }

    /// The rule of a name.
    public func rule(named name: String) -> Rule? {
        rules.first { $0.alertname == name }
    }
}
