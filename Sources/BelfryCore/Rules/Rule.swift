public import CEL

/// An alerting rule, checked and compiled.
public struct Rule: Sendable {
    /// The rule's name, unique in the rule set; the `alertname` label.
    public var alertname: String
    /// The group it stands in.
    public var group: String
    /// The file it stands in, and the line.
    public var file: String
    /// 1-based line of the rule.
    public var line: Int?
    /// What it is evaluated on.
    public var trigger: RuleTrigger
    /// The condition; absent where the trigger alone is one (`retry_overdue`).
    public var condition: Program?
    /// Ends the alert when true; absent: the first success for which the condition is false.
    public var resolve: Program?
    /// Matches in a row before it fires.
    public var consecutive: Int
    /// How long the condition must stand before it fires.
    public var pendingFor: TimeSpan
    /// How long after a promised retry it is overdue (`retry_overdue`).
    public var grace: TimeSpan
    /// Replaces the route's `repeat_interval` for its alerts.
    public var remind: TimeSpan?
    /// How bad it is.
    public var severity: Severity
    /// Labels the rule adds, `severity` left out; part of the alert's identity.
    public var labels: [String: Template]
    /// Texts for people.
    public var annotations: [String: Template]

    /// Whether anything in it reads the job's history.
    public var usesHistory: Bool {
        [condition, resolve].compactMap { $0 }.contains { program in
            program.variables.contains { RuleVariable(rawValue: $0)?.isHistory == true }
        } || labels.values.contains(where: \.usesHistory) || annotations.values.contains(where: \.usesHistory)
    }
}
