public import CEL

/// An alerting rule, checked and compiled.
///
/// A class, because every attempt meets every rule: copying its fields cost as much as evaluating it.
public final class Rule: Sendable {
    /// The rule's name, unique in the rule set; the `alertname` label.
    public let alertname: String
    /// The group it stands in.
    public let group: String
    /// The file it stands in, and the line.
    public let file: String
    /// 1-based line of the rule.
    public let line: Int?
    /// What it is evaluated on.
    public let trigger: RuleTrigger
    /// The condition; absent where the trigger alone is one (`missed`, `retry_overdue`, `query`).
    public let condition: Program?
    /// Ends the alert when true; absent: the first success for which the condition is false.
    public let resolve: Program?
    /// Matches in a row before it fires.
    public let consecutive: Int
    /// How long the condition must stand before it fires.
    public let pendingFor: TimeSpan
    /// How long it goes on firing after its condition has ended.
    public let keepFiringFor: TimeSpan
    /// Whether a job that goes up and down keeps it firing until it has settled.
    public let dampsFlapping: Bool
    /// How long after a promised retry (`retry_overdue`) or an expected run (`missed`) it is overdue.
    public let grace: TimeSpan
    /// When runs are expected (`missed`); nil where each job's own history shows it.
    public let schedule: JobSchedule?
    /// How long the window is (`window`).
    public let over: TimeSpan
    /// How often the query is asked (`query`).
    public let every: TimeSpan
    /// The query (`query`).
    public let query: String?
    /// Replaces the route's `repeat_interval` for its alerts.
    public let remind: TimeSpan?
    /// How bad it is.
    public let severity: Severity
    /// Labels the rule adds, `severity` left out; part of the alert's identity.
    public let labels: [String: Template]
    /// Texts for people.
    public let annotations: [String: Template]

    init(
        alertname: String,
        group: String,
        file: String,
        line: Int?,
        trigger: RuleTrigger,
        condition: Program?,
        resolve: Program?,
        consecutive: Int,
        pendingFor: TimeSpan,
        keepFiringFor: TimeSpan,
        dampsFlapping: Bool,
        grace: TimeSpan,
        schedule: JobSchedule?,
        over: TimeSpan,
        every: TimeSpan,
        query: String?,
        remind: TimeSpan?,
        severity: Severity,
        labels: [String: Template],
        annotations: [String: Template]
    ) {
        self.alertname = alertname
        self.group = group
        self.file = file
        self.line = line
        self.trigger = trigger
        self.condition = condition
        self.resolve = resolve
        self.consecutive = consecutive
        self.pendingFor = pendingFor
        self.keepFiringFor = keepFiringFor
        self.dampsFlapping = dampsFlapping
        self.grace = grace
        self.schedule = schedule
        self.over = over
        self.every = every
        self.query = query
        self.remind = remind
        self.severity = severity
        self.labels = labels
        self.annotations = annotations
    }

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
