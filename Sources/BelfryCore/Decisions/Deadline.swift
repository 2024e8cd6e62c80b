/// A moment at which the ticker has to decide something if nothing happens before.
public struct Deadline: Hashable, Sendable {
    /// What is to be decided.
    public enum Kind: String, Sendable {
        /// A promised retry is overdue; `key` is the rule's name and the run's id.
        case retryOverdue = "retry_overdue"
        /// A pending alert has stood long enough; `key` is the alert's id.
        case pendingAlert = "pending_alert"
        /// An alert whose condition has ended has been kept firing long enough; `key` is the alert's id.
        case keptAlert = "kept_alert"
        /// An expected run is overdue; `key` is the rule's name.
        case missedRun = "missed_run"
        /// A pause ends; there is one of a job, and its `key` is empty.
        case pauseEnd = "pause_end"

        /// Whether it is about something that did not come, which nobody can know who was not watching.
        public var isAbsence: Bool {
            switch self {
            case .retryOverdue, .missedRun: true
            case .pendingAlert, .keptAlert, .pauseEnd: false
            }
        }
    }

    /// `cron_job_id`.
    public var jobID: String
    /// What is to be decided.
    public var kind: Kind
    /// Which one of its kind.
    public var key: String
    /// When.
    public var dueAt: Instant
    /// From when nothing may have gone unseen for the decision to be sound.
    public var watchedSince: Instant

    /// A deadline of these values.
    public init(jobID: String, kind: Kind, key: String, dueAt: Instant, watchedSince: Instant) {
        self.jobID = jobID
        self.kind = kind
        self.key = key
        self.dueAt = dueAt
        self.watchedSince = watchedSince
    }

    /// The key of a rule's deadline for a run.
    static func key(alertname: String, runID: String) -> String { "\(alertname)/\(runID)" }
}
