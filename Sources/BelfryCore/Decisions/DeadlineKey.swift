/// Names a deadline that no longer matters.
public struct DeadlineKey: Hashable, Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// What was to be decided.
    public var kind: Deadline.Kind
    /// Which one of its kind.
    public var key: String

    /// A key of these values.
    public init(jobID: String, kind: Deadline.Kind, key: String) {
        self.jobID = jobID
        self.kind = kind
        self.key = key
    }
}
