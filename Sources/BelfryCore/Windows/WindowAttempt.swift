/// What a sliding window keeps of an attempt.
public struct WindowAttempt: Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// When it ran; never later than it was received, so that a sender's clock cannot keep it in the window for ever.
    public var executedAt: Instant
    /// Latency in milliseconds.
    public var responseTimeMS: Int64
    /// Whether it failed, and how.
    public var status: ExecutionStatus
    /// Whether it was its run's first.
    public var isRetry: Bool
    /// How it ended its run; nil where it did not.
    public var outcome: RunOutcome?

    /// The part of an execution that a window keeps.
    public init(_ received: ReceivedExecution) {
        let execution = received.execution
        jobID = execution.jobID
        executedAt = min(execution.executedAt, received.receivedAt)
        responseTimeMS = execution.responseTimeMS
        status = execution.status
        isRetry = execution.retryAttempt > 0
        outcome = RunOutcome(closing: execution)
    }

    /// An attempt of these values, as `executions` has them.
    public init(
        jobID: String,
        executedAt: Instant,
        receivedAt: Instant,
        responseTimeMS: Int64,
        status: ExecutionStatus,
        retryAttempt: Int32,
        nextRetryAt: Instant?
    ) {
        self.jobID = jobID
        self.executedAt = min(executedAt, receivedAt)
        self.responseTimeMS = responseTimeMS
        self.status = status
        isRetry = retryAttempt > 0
        outcome = RunOutcome(
            isSuccess: status.isSuccess,
            closes: status.isSuccess || nextRetryAt == nil,
            attempt: retryAttempt
        )
    }
}
