internal import BelfryCore
internal import BelfryStore

/// A job as `/api/v1/jobs` writes it: the columns of `belfry.jobs`.
public struct JobDocument: Codable, Sendable {
    /// `cron_job_id`.
    public var jobID: String
    /// The current name.
    public var name: String
    /// `active`, `paused` or `forgotten`.
    public var state: String
    /// When its pause ends at the latest, in ISO 8601; nil where only an execution ends it, or there is none.
    public var pausedUntil: String?
    /// When Belfry first heard of it, in ISO 8601.
    public var firstSeenAt: String
    /// The latest attempt, in ISO 8601.
    public var lastExecutionAt: String
    /// The latest success, in ISO 8601.
    public var lastSuccessAt: String?
    /// The latest attempt that did not succeed, in ISO 8601.
    public var lastFailureAt: String?
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
    /// The usual latency.
    public var p50MS: Int64?
    /// Exceeded by one success in twenty.
    public var p95MS: Int64?
    /// Its rhythm; nil where nobody knows.
    public var schedule: String?
    /// Zone of the schedule.
    public var timezone: String?
    /// How the rhythm is known.
    public var scheduleSource: String?
    /// When the next run is expected, in ISO 8601.
    public var nextExpectedAt: String?
    /// Alerts that have not ended.
    public var openAlerts: Int64
    /// What the operator should look at; nil for nothing.
    public var hint: String?

    private enum CodingKeys: String, CodingKey {
        case jobID = "job_id"
        case name, state
        case pausedUntil = "paused_until"
        case firstSeenAt = "first_seen_at"
        case lastExecutionAt = "last_execution_at"
        case lastSuccessAt = "last_success_at"
        case lastFailureAt = "last_failure_at"
        case lastStatus = "last_status"
        case lastError = "last_error"
        case consecutiveFailures = "consecutive_failures"
        case consecutiveFailedRuns = "consecutive_failed_runs"
        case executions, failures
        case p50MS = "p50_ms"
        case p95MS = "p95_ms"
        case schedule, timezone
        case scheduleSource = "schedule_source"
        case nextExpectedAt = "next_expected_at"
        case openAlerts = "open_alerts"
        case hint
    }

    init(_ job: JobOverview) {
        jobID = job.jobID
        name = job.name
        state = job.state
        pausedUntil = job.pausedUntil?.iso8601
        firstSeenAt = job.firstSeenAt.iso8601
        lastExecutionAt = job.lastExecutionAt.iso8601
        lastSuccessAt = job.lastSuccessAt?.iso8601
        lastFailureAt = job.lastFailureAt?.iso8601
        lastStatus = job.lastStatus
        lastError = job.lastError
        consecutiveFailures = job.consecutiveFailures
        consecutiveFailedRuns = job.consecutiveFailedRuns
        executions = job.executions
        failures = job.failures
        p50MS = job.p50MS
        p95MS = job.p95MS
        schedule = job.schedule
        timezone = job.timezone
        scheduleSource = job.scheduleSource
        nextExpectedAt = job.nextExpectedAt?.iso8601
        openAlerts = job.openAlerts
        // Without success_url nothing ever tells that a job is well again.
        let isOneSided = job.failures > 0 && job.lastSuccessAt == nil
        hint = isOneSided ? "no success received yet: is success_url set?" : nil
    }
}
