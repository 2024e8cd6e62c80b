public import BelfryCore

/// An attempt of a job as its overview shows it.
public struct JobAttempt: Hashable, Sendable {
    /// The run it belongs to; nil for an imported one.
    public var runID: String?
    /// When it was executed.
    public var executedAt: Instant
    /// `execution_id`.
    public var executionID: String
    /// 0 for the first attempt of a run.
    public var retryAttempt: Int32?
    /// Its status, as sent.
    public var status: String
    /// The HTTP status of the job's endpoint.
    public var responseCode: Int32?
    /// Its latency in milliseconds.
    public var responseTimeMS: Int64?
    /// What went wrong.
    public var errorMessage: String?
    /// The retry it promised.
    public var nextRetryAt: Instant?
    /// Whether it is a test.
    public var isTest: Bool
}
