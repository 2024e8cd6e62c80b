/// The identity of an attempt: the primary key of `execution_keys`.
///
/// Two deliveries with the same identity are one execution.
public struct ExecutionIdentity: Hashable, Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// `execution_id`.
    public var executionID: String
    /// `retry_attempt`.
    public var retryAttempt: Int32

    /// An identity of these three values.
    public init(jobID: String, executionID: String, retryAttempt: Int32) {
        self.jobID = jobID
        self.executionID = executionID
        self.retryAttempt = retryAttempt
    }
}
