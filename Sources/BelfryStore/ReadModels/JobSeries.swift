public import BelfryCore

/// One job as `/metrics` shows it, read from `jobs`.
public struct JobSeries: Hashable, Sendable {
    /// Upper bounds of the latency histogram in milliseconds; a last bucket takes the rest.
    ///
    /// CONTRACT: 0.1 … 300 s.
    public static let bucketBoundsMS = LatencyHistogram.boundsMS

    /// `cron_job_id`.
    public var jobID: String
    /// The current name, as sent.
    public var name: String
    /// `active`, `paused` or `forgotten`.
    public var state: String
    /// Cron text, where known.
    public var schedule: String?
    /// IANA zone of the schedule, where known.
    public var timezone: String?
    /// Attempts by status in the order success, failure, error, timeout, other.
    public var executionsByStatus: [Int64]
    /// Closed runs by outcome in the order success, recovered, failed, incomplete.
    public var runsByOutcome: [Int64]
    /// Attempts per latency bucket, not cumulative; `bucketBoundsMS.count + 1` elements.
    public var buckets: [Int64]
    /// Sum of all latencies in milliseconds.
    public var durationSumMS: Int64
    /// Latest attempt; nil before the first.
    public var lastExecutionAt: Instant?
    /// The sender's id of the latest attempt, where known.
    public var lastExecutionID: String?
    /// Latest success; nil before the first.
    public var lastSuccessAt: Instant?
    /// When the next run is expected; nil if unknown or paused.
    public var nextExpectedAt: Instant?
    /// Latency of the latest attempt in milliseconds.
    public var lastDurationMS: Int64
    /// Failed attempts in a row.
    public var consecutiveFailures: Int64
    /// Failed runs in a row.
    public var consecutiveFailedRuns: Int64

    /// A job's series of these values.
    public init(
        jobID: String,
        name: String,
        state: String,
        schedule: String?,
        timezone: String?,
        executionsByStatus: [Int64],
        runsByOutcome: [Int64],
        buckets: [Int64],
        durationSumMS: Int64,
        lastExecutionAt: Instant?,
        lastExecutionID: String? = nil,
        lastSuccessAt: Instant?,
        nextExpectedAt: Instant?,
        lastDurationMS: Int64,
        consecutiveFailures: Int64,
        consecutiveFailedRuns: Int64
    ) {
        self.jobID = jobID
        self.name = name
        self.state = state
        self.schedule = schedule
        self.timezone = timezone
        self.executionsByStatus = executionsByStatus
        self.runsByOutcome = runsByOutcome
        self.buckets = buckets
        self.durationSumMS = durationSumMS
        self.lastExecutionAt = lastExecutionAt
        self.lastExecutionID = lastExecutionID
        self.lastSuccessAt = lastSuccessAt
        self.nextExpectedAt = nextExpectedAt
        self.lastDurationMS = lastDurationMS
        self.consecutiveFailures = consecutiveFailures
        self.consecutiveFailedRuns = consecutiveFailedRuns
    }
}
