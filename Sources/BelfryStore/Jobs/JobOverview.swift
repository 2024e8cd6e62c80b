public import BelfryCore

/// A job as people look at it: the columns of `belfry.jobs`, and until when it is paused.
public struct JobOverview: Hashable, Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// The current name.
    public var name: String
    /// `active`, `paused` or `forgotten`.
    public var state: String
    /// When its pause ends at the latest; nil where it ends with the next execution only, or there is none.
    public var pausedUntil: Instant?
    /// When Belfry first heard of it.
    public var firstSeenAt: Instant
    /// The latest attempt.
    public var lastExecutionAt: Instant
    /// The latest success; nil before the first.
    public var lastSuccessAt: Instant?
    /// The latest attempt that did not succeed.
    public var lastFailureAt: Instant?
    /// Status of the latest attempt.
    public var lastStatus: String
    /// Error of the latest attempt that did not succeed.
    public var lastError: String?
    /// Attempts in a row that did not succeed.
    public var consecutiveFailures: Int64
    /// Runs in a row that failed.
    public var consecutiveFailedRuns: Int64
    /// Attempts ever.
    public var executions: Int64
    /// Attempts ever that did not succeed.
    public var failures: Int64
    /// The usual latency in milliseconds.
    public var p50MS: Int64?
    /// Exceeded by one success in twenty, in milliseconds.
    public var p95MS: Int64?
    /// Its rhythm; nil where nobody knows.
    public var schedule: String?
    /// Zone of the schedule.
    public var timezone: String?
    /// How the rhythm is known: `rule`, `learned` or `a1cron`.
    public var scheduleSource: String?
    /// When the next run is expected.
    public var nextExpectedAt: Instant?
    /// Alerts that have not ended.
    public var openAlerts: Int64
}
