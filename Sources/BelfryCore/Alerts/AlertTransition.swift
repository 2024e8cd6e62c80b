/// A change of an alert that somebody may have to be told of: the obligation ingest commits.
public struct AlertTransition: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable {
        /// It began to fire.
        case firing
        /// It ended.
        case resolved
        /// Its run has failed for good after an attempt that still promised a retry.
        case final
        /// Its job goes up and down: it stands until the job has settled.
        case flapping
    }

    /// The row's id: unique, and in the order of the transactions that made them.
    public var transitionID: Int64
    /// The alert.
    public var alertID: Int64
    /// `cron_job_id` of the alert.
    public var jobID: String
    /// What happened.
    public var kind: Kind
    /// The attempt that caused it; nil for an absence.
    public var executionID: String?

    /// A transition of these values.
    public init(transitionID: Int64, alertID: Int64, jobID: String, kind: Kind, executionID: String?) {
        self.transitionID = transitionID
        self.alertID = alertID
        self.jobID = jobID
        self.kind = kind
        self.executionID = executionID
    }
}
