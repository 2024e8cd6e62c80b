/// One alert from its first match to its end.
///
/// Its identity (`fingerprint`) is `alertname`, `cron_job_id` and the rule's own labels as rendered when the episode begins,
/// frozen until it ends.
public struct AlertEpisode: Hashable, Sendable {
    /// The row's id: unique, and in the order of the transactions that made them.
    public var alertID: Int64
    /// `cron_job_id`; empty for an alert about no job.
    public var jobID: String
    /// FNV-1a over the identity, as Prometheus computes it.
    public var fingerprint: UInt64
    /// The rule's name.
    public var alertname: String
    /// The rule's severity when the episode began.
    public var severity: Severity
    /// Where it stands.
    public var state: AlertState
    /// The rule's own labels, rendered; `alertname`, `cron_job_id`, `cron_job_name` and `severity` are not in it.
    public var labels: [String: String]
    /// Texts for people, rendered at the latest match.
    public var annotations: [String: RenderedText]
    /// Matches in a row while pending; all matches afterwards.
    public var matches: Int32
    /// The first match.
    public var activeSince: Instant
    /// When it began to fire.
    public var firingSince: Instant?
    /// When it ended.
    public var resolvedAt: Instant?
    /// Why it ended.
    public var resolveReason: ResolveReason?
    /// The run of the latest match.
    public var runID: String?
    /// Closed runs of the job that failed since the first match.
    public var failedRuns: Int64
    /// The attempt of the latest match, or of the promise that was not kept.
    public var execution: ExecutionFacts?
    /// What the job looked like at the latest match, or at the end.
    public var job: JobFacts
    /// What was measured at the latest match: a ratio, a count, the `value` of a row; nil where nothing was.
    public var value: Double?
    /// Since when its condition has ended while `keep_firing_for` keeps it; nil while the condition holds.
    public var clearedAt: Instant?
    /// Whether it is kept firing because its job goes up and down.
    public var isFlapping: Bool

    /// The labels matchers, routes and messages see.
    public var allLabels: [String: String] {
        var all = labels
        all["alertname"] = alertname
        if !jobID.isEmpty {
            all["cron_job_id"] = jobID
            all["cron_job_name"] = job.name
        }
        all["severity"] = severity.rawValue
        return all
    }

    /// An episode with every field given.
    public init(
        alertID: Int64,
        jobID: String,
        fingerprint: UInt64,
        alertname: String,
        severity: Severity,
        state: AlertState,
        labels: [String: String],
        annotations: [String: RenderedText],
        matches: Int32,
        activeSince: Instant,
        firingSince: Instant? = nil,
        resolvedAt: Instant? = nil,
        resolveReason: ResolveReason? = nil,
        runID: String?,
        failedRuns: Int64,
        execution: ExecutionFacts?,
        job: JobFacts,
        value: Double? = nil,
        clearedAt: Instant? = nil,
        isFlapping: Bool = false
    ) {
        self.alertID = alertID
        self.jobID = jobID
        self.fingerprint = fingerprint
        self.alertname = alertname
        self.severity = severity
        self.state = state
        self.labels = labels
        self.annotations = annotations
        self.matches = matches
        self.activeSince = activeSince
        self.firingSince = firingSince
        self.resolvedAt = resolvedAt
        self.resolveReason = resolveReason
        self.runID = runID
        self.failedRuns = failedRuns
        self.execution = execution
        self.job = job
        self.value = value
        self.clearedAt = clearedAt
        self.isFlapping = isFlapping
    }
}
