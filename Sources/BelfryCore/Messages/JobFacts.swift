/// What a message says about the job behind an alert.
public struct JobFacts: Hashable, Codable, Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// The current name.
    ///
    /// Comes from outside.
    public var name: String
    /// The last success Belfry saw; nil if none yet.
    public var lastSuccessAt: Instant?
    /// When Belfry first heard of the job.
    public var firstSeenAt: Instant
    /// Failed attempts in a row, this one included.
    public var consecutiveFailures: Int64
    /// Failed runs in a row.
    public var consecutiveFailedRuns: Int64
    /// Median latency in milliseconds, learned from history; nil until known.
    public var p50MS: Int64?
    /// 95th percentile of latency in milliseconds; nil until known.
    public var p95MS: Int64?

    /// Facts of these values.
    public init(
        jobID: String,
        name: String,
        lastSuccessAt: Instant? = nil,
        firstSeenAt: Instant,
        consecutiveFailures: Int64 = 0,
        consecutiveFailedRuns: Int64 = 0,
        p50MS: Int64? = nil,
        p95MS: Int64? = nil
    ) {
        self.jobID = jobID
        self.name = name
        self.lastSuccessAt = lastSuccessAt
        self.firstSeenAt = firstSeenAt
        self.consecutiveFailures = consecutiveFailures
        self.consecutiveFailedRuns = consecutiveFailedRuns
        self.p50MS = p50MS
        self.p95MS = p95MS
    }
}
