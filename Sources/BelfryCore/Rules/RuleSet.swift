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
    /// What has to be worked out of the job's history.
    public let historyNeeds: JobHistory.Needs
    /// The rules evaluated on attempts, those of runs on the closing ones.
    let attemptRules: [Rule]
    /// The rules evaluated on a promised retry that did not arrive.
    public let retryOverdueRules: [Rule]
    /// The rules evaluated on an expected run that did not come.
    public let missedRules: [Rule]
    /// The rules evaluated on the last hours of every job.
    public let windowRules: [Rule]
    /// The rules evaluated on the rows of a query.
    public let queryRules: [Rule]

    init(rules: [Rule], files: [RuleFile], hash: String) {
        self.rules = rules
        self.files = files
        self.hash = hash
        let variables = rules.reduce(into: Set<RuleVariable>()) { $0.formUnion($1.variables) }
        usesHistory = variables.contains(where: \.isHistory)
        var needs: JobHistory.Needs = []
        if variables.contains(where: \.needsPercentiles) { needs.insert(.percentiles) }
        if !variables.isDisjoint(with: [.errorIsNew, .errorCount]) { needs.insert(.errors) }
        if variables.contains(.jobIsFlapping) { needs.insert(.flapping) }
        historyNeeds = needs
        func select(_ triggers: RuleTrigger...) -> [Rule] { rules.filter { triggers.contains($0.trigger) } }
        attemptRules = select(.execution, .run)
        retryOverdueRules = select(.retryOverdue)
        missedRules = select(.missed)
        windowRules = select(.window)
        queryRules = select(.query)
    }

    /// The rule of a name.
    public func rule(named name: String) -> Rule? {
        rules.first { $0.alertname == name }
    }
}
