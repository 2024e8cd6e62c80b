/// One alert as a message shows it: a snapshot taken when the notification was decided.
public struct AlertFacts: Hashable, Codable, Sendable {
    /// Whether the alert still stands.
    public enum State: String, Codable, Sendable {
        /// It fires.
        case firing
        /// It has ended.
        case resolved
    }

    /// The row in `alerts`.
    public var alertID: Int64
    /// The identity, as 16 lower-case hex digits.
    public var fingerprint: String
    /// The rule's name.
    public var alertname: String
    /// The rule's severity.
    public var severity: Severity
    /// Whether it fires or has ended.
    public var state: State
    /// All labels, with `alertname`, `cron_job_id`, `cron_job_name` and `severity`.
    ///
    /// Values come from outside.
    public var labels: [String: String]
    /// Annotations by name; `summary`, `description`, `runbook_url` and `dashboard_url` have fixed places in messages.
    public var annotations: [String: RenderedText]
    /// When it began to fire.
    public var startsAt: Instant
    /// When it ended; nil while it fires.
    public var endsAt: Instant?
    /// Why it ended (`success`, `rule removed`, `forgotten` …); nil while it fires.
    public var resolveReason: String?
    /// The job.
    public var job: JobFacts
    /// The attempt that decided last; nil for alerts about an absence.
    public var execution: ExecutionFacts?
    /// Closed runs of the job that failed while the alert stood.
    public var failedRuns: Int64?
    /// Whether it is kept firing because its job goes up and down; nil where it is not.
    public var isFlapping: Bool?
    /// The last runs of the job; nil where there are none.
    public var lastRuns: RunStrip?
    /// Other jobs that fail with the same error; nil where there are none.
    public var othersWithSameError: Int64?
    /// Who has acknowledged it; nil where nobody has.
    public var acknowledgedBy: String?

    /// A snapshot of these values.
    public init(
        alertID: Int64,
        fingerprint: String,
        alertname: String,
        severity: Severity,
        state: State,
        labels: [String: String],
        annotations: [String: RenderedText],
        startsAt: Instant,
        endsAt: Instant? = nil,
        resolveReason: String? = nil,
        job: JobFacts,
        execution: ExecutionFacts? = nil,
        failedRuns: Int64? = nil,
        isFlapping: Bool? = nil,
        lastRuns: RunStrip? = nil,
        othersWithSameError: Int64? = nil,
        acknowledgedBy: String? = nil
    ) {
        self.alertID = alertID
        self.fingerprint = fingerprint
        self.alertname = alertname
        self.severity = severity
        self.state = state
        self.labels = labels
        self.annotations = annotations
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.resolveReason = resolveReason
        self.job = job
        self.execution = execution
        self.failedRuns = failedRuns
        self.isFlapping = isFlapping
        self.lastRuns = lastRuns
        self.othersWithSameError = othersWithSameError
        self.acknowledgedBy = acknowledgedBy
    }
}
