public import BelfryCore

/// A job as a line of the overview.
public struct OverviewJob: Hashable, Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// The current name.
    public var name: String
    /// `active`, `paused` or `forgotten`.
    public var state: String
    /// The latest attempt.
    public var lastExecutionAt: Instant
    /// Its status, as sent.
    public var lastStatus: String
    /// Its number, from 0; nil where it is not among the attempts of the last days.
    public var lastAttempt: Int32?
    /// The retry it promised; nil where the run ended with it.
    public var nextRetryAt: Instant?
    /// Error of the latest attempt that did not succeed.
    public var lastError: String?
    /// The latest success; nil before the first.
    public var lastSuccessAt: Instant?
    /// Attempts in a row that did not succeed.
    public var consecutiveFailures: Int64
    /// When the next run is expected; nil where nobody knows.
    public var nextExpectedAt: Instant?
    /// Alerts that fire.
    public var firingAlerts: Int64
    /// Alerts that have not ended, pending ones among them.
    public var openAlerts: Int64
    /// The last finished runs; nil where there are none of late.
    public var lastRuns: RunStrip?
    /// What ran in the last 24 hours.
    public var day: OverviewDay?

    /// Whether somebody should look at it.
    public var isFailing: Bool { state == "active" && (consecutiveFailures > 0 || firingAlerts > 0) }
}
