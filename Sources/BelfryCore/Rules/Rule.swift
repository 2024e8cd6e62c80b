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
    /// The condition; absent where the trigger alone is one (`missed`, `retry_overdue`, `query`).
    public var condition: Program?
    /// Ends the alert when true; absent: the first success for which the condition is false.
    public var resolve: Program?
    /// Matches in a row before it fires.
    public var consecutive: Int
    /// How long the condition must stand before it fires.
    public var pendingFor: TimeSpan
    /// How long it goes on firing after its condition has ended.
    public var keepFiringFor: TimeSpan
    /// Whether a job that goes up and down keeps it firing until it has settled.
    public var dampsFlapping: Bool
    /// How long after a promised retry (`retry_overdue`) or an expected run (`missed`) it is overdue.
    public var grace: TimeSpan
    /// When runs are expected (`missed`); nil where each job's own history shows it.
    public var schedule: JobSchedule?
    /// How long the window is (`window`).
    public var over: TimeSpan
    /// How often the query is asked (`query`).
    public var every: TimeSpan
    /// The query (`query`).
    public var query: String?
    /// Replaces the route's `repeat_interval` for its alerts.
    public var remind: TimeSpan?
    /// How bad it is.
    public var severity: Severity
    /// Labels the rule adds, `severity` left out; part of the alert's identity.
    public var labels: [String: Template]
    /// Texts for people.
    public var annotations: [String: Template]

    /// What it reads.
    var variables: Set<RuleVariable> {
        var variables: Set<RuleVariable> = []
        for program in [condition, resolve].compactMap({ $0 }) {
            variables.formUnion(program.variables.compactMap(RuleVariable.init(rawValue:)))
        }
        for template in labels.values { variables.formUnion(template.variables) }
        for template in annotations.values { variables.formUnion(template.variables) }
        return variables
    }

    /// Whether anything in it reads the job's history.
    public var usesHistory: Bool { variables.contains(where: \.isHistory) }
}
