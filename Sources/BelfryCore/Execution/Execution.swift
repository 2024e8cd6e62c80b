/// One attempt of a job, as its webhook reported it, every field decoded, bounded and in its unit.
///
/// Field meanings: A1Cron's webhook documentation. Text holds no U+0000 and is valid Unicode.
public struct Execution: Hashable, Sendable {
    /// `cron_job_id`: 1 to 128 bytes of UTF-8.
    public var jobID: String
    /// `cron_job_name` as sent: at most 512 bytes of UTF-8; the owner can change it.
    public var jobName: String
    /// `execution_id`: 1 to 256 bytes of UTF-8.
    public var executionID: String
    /// `status`.
    public var status: ExecutionStatus
    /// `executed_at`: when the attempt ran, by the sender's clock.
    public var executedAt: Instant
    /// `response_code`: the HTTP status the job's endpoint answered; nil for a timeout or network error.
    public var responseCode: Int32?
    /// `response_time_ms`: milliseconds, 0 or more.
    public var responseTimeMS: Int64
    /// `response_body`: cut by the sender at 1 KB, so JSON in it can be broken.
    public var responseBody: String?
    /// `error_message`: nil on success.
    public var errorMessage: String?
    /// `retry_attempt`: 0 is the first attempt of a run.
    public var retryAttempt: Int32
    /// `next_retry_at`: the promise of another attempt; nil when there is none.
    public var nextRetryAt: Instant?
    /// Whether `belfry send` marked the execution as a test (`belfry_test` in the signed body).
    public var isTest: Bool

    /// An execution of these values; nothing is checked here.
    public init(
        jobID: String,
        jobName: String,
        executionID: String,
        status: ExecutionStatus,
        executedAt: Instant,
        responseCode: Int32? = nil,
        responseTimeMS: Int64 = 0,
        responseBody: String? = nil,
        errorMessage: String? = nil,
        retryAttempt: Int32 = 0,
        nextRetryAt: Instant? = nil,
        isTest: Bool = false
    ) {
        self.jobID = jobID
        self.jobName = jobName
        self.executionID = executionID
        self.status = status
        self.executedAt = executedAt
        self.responseCode = responseCode
        self.responseTimeMS = responseTimeMS
        self.responseBody = responseBody
        self.errorMessage = errorMessage
        self.retryAttempt = retryAttempt
        self.nextRetryAt = nextRetryAt
        self.isTest = isTest
    }

    /// What makes this attempt one and the same attempt, however often it is delivered.
    public var identity: ExecutionIdentity {
        ExecutionIdentity(jobID: jobID, executionID: executionID, retryAttempt: retryAttempt)
    }

    /// Whether the attempt closes its run: a success, or a failure that promises no retry.
    public var closesRun: Bool { status.isSuccess || nextRetryAt == nil }
}
