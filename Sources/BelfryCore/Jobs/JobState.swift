/// What Belfry knows of a job: a function of the set of its attempts, advanced attempt by attempt in the order of their positions.
public struct JobState: Hashable, Sendable {
    /// Whether the job is watched.
    public enum Activity: String, Sendable {
        /// Executions and absences are judged.
        case active
        /// Absences are not judged.
        case paused
        /// Its alerts and series are closed; the next webhook revives it.
        case forgotten
    }

    /// `cron_job_id`.
    public var jobID: String
    /// The name of the latest attempt by position.
    public var name: String
    /// Whether the job is watched.
    public var activity: Activity
    /// When Belfry first heard of it.
    public var firstSeenAt: Instant
    /// The position of the latest attempt.
    public var position: Position
    /// The time of the latest attempt by position: `executed_at`, but not long after it was received, and so of the next two.
    public var lastExecutionAt: Instant
    /// The time of the latest success.
    public var lastSuccessAt: Instant?
    /// The time of the latest attempt that did not succeed.
    public var lastFailureAt: Instant?
    /// Status text of the latest attempt.
    public var lastStatus: String
    /// Error message of the latest attempt that did not succeed, at most 500 characters.
    public var lastError: String?
    /// Latency of the latest attempt in milliseconds.
    public var lastDurationMS: Int64
    /// Attempts in a row that did not succeed, up to the latest.
    public var consecutiveFailures: Int64
    /// Successful attempts in a row, up to the latest.
    public var consecutiveSuccesses: Int64
    /// Closed runs in a row that failed, up to the latest.
    public var consecutiveFailedRuns: Int64
    /// Attempts ever, by status.
    public var executions: StatusCounts
    /// Closed runs ever, by outcome.
    public var runs: OutcomeCounts
    /// All attempts ever by latency.
    public var histogram: LatencyHistogram
    /// What latency is usual.
    public var sketch: LatencySketch
    /// Runs without a closing attempt.
    public var fold: RunFold
    /// The recent past.
    public var memory: JobMemory
    /// When its next run is expected; nil where nobody knows.
    public var expected: ExpectedRun?

    /// Attempts ever that did not succeed.
    public var failures: Int64 { executions.total - executions.success }

    /// A job's state with every field given; used where it is read back from the database.
    public init(
        jobID: String,
        name: String,
        activity: Activity,
        firstSeenAt: Instant,
        position: Position,
        lastExecutionAt: Instant,
        lastSuccessAt: Instant?,
        lastFailureAt: Instant?,
        lastStatus: String,
        lastError: String?,
        lastDurationMS: Int64,
        consecutiveFailures: Int64,
        consecutiveSuccesses: Int64,
        consecutiveFailedRuns: Int64,
        executions: StatusCounts,
        runs: OutcomeCounts,
        histogram: LatencyHistogram,
        sketch: LatencySketch,
        fold: RunFold,
        memory: JobMemory,
        expected: ExpectedRun?
    ) {
        self.jobID = jobID
        self.name = name
        self.activity = activity
        self.firstSeenAt = firstSeenAt
        self.position = position
        self.lastExecutionAt = lastExecutionAt
        self.lastSuccessAt = lastSuccessAt
        self.lastFailureAt = lastFailureAt
        self.lastStatus = lastStatus
        self.lastError = lastError
        self.lastDurationMS = lastDurationMS
        self.consecutiveFailures = consecutiveFailures
        self.consecutiveSuccesses = consecutiveSuccesses
        self.consecutiveFailedRuns = consecutiveFailedRuns
        self.executions = executions
        self.runs = runs
        self.histogram = histogram
        self.sketch = sketch
        self.fold = fold
        self.memory = memory
        self.expected = expected
    }

    /// A job nothing is known of yet but the attempt it was first heard of by, which is still to be taken in.
    public init(firstSeen received: ReceivedExecution, at now: Instant) {
        self.init(jobID: received.execution.jobID, at: now)
        name = received.execution.jobName
        lastExecutionAt = received.position.at
    }

    /// A job nothing is known of; what an alert about no job has in its place has no id.
    init(jobID: String, at now: Instant) {
        self.init(
            jobID: jobID,
            name: "",
            activity: .active,
            firstSeenAt: now,
            position: Position(at: Instant(microseconds: .min), retryAttempt: 0, executionID: ""),
            lastExecutionAt: now,
            lastSuccessAt: nil,
            lastFailureAt: nil,
            lastStatus: "",
            lastError: nil,
            lastDurationMS: 0,
            consecutiveFailures: 0,
            consecutiveSuccesses: 0,
            consecutiveFailedRuns: 0,
            executions: StatusCounts(),
            runs: OutcomeCounts(),
            histogram: LatencyHistogram(),
            sketch: LatencySketch(),
            fold: RunFold(),
            memory: JobMemory(),
            expected: nil
        )
    }
}
