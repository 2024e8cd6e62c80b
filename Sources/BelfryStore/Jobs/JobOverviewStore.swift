internal import BelfryCore
public import Libpq

/// Reads jobs for people: lists, and one with its recent past.
public struct JobOverviewStore: Sendable {
    /// Jobs in one list.
    public static let maximumJobs: Int64 = 10_000

    private static let columns: StaticString = """
        SELECT j.job_id, j.name, j.state, d.due_at, j.first_seen_at, j.last_execution_at, j.last_success_at,
            j.last_failure_at, j.last_status, j.last_error, j.consecutive_failures, j.consecutive_failed_runs,
            j.executions, j.failures, j.p50_ms, j.p95_ms, j.schedule, j.timezone, j.schedule_source,
            j.next_expected_at, j.open_alerts
        FROM belfry.jobs AS j
        LEFT JOIN belfry.deadlines AS d ON d.job_id = j.job_id AND d.kind = 'pause_end'
        """

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// The jobs by name, at most `maximumJobs`; those of one state, or all but the forgotten, and only failing ones if asked for.
    public func list(state: String?, failingOnly: Bool) async throws -> [JobOverview] {
        try await jobs(
            Query(
                "jobs.list",
                """
                \(literal: Self.columns)
                WHERE (j.state = \(state) OR (\(state)::text IS NULL AND j.state <> 'forgotten'))
                    AND (NOT \(failingOnly) OR j.consecutive_failures > 0)
                ORDER BY j.name, j.job_id
                LIMIT \(Self.maximumJobs)
                """
            )
        )
    }

    /// The job with an id, or else all with a name.
    public func find(_ idOrName: String) async throws -> [JobOverview] {
        let found = try await jobs(
            Query("jobs.find", "\(literal: Self.columns) WHERE j.job_id = \(idOrName)")
        )
        guard found.isEmpty else { return found }
        return try await jobs(
            Query("jobs.find_name", "\(literal: Self.columns) WHERE j.name = \(idOrName) ORDER BY j.job_id LIMIT 100")
        )
    }

    /// The latest attempts of a job, newest first.
    public func attempts(of jobID: String, limit: Int64) async throws -> [JobAttempt] {
        try await pool.withConnection { connection in
            try await connection.query(
                Query(
                    "jobs.attempts",
                    """
                    SELECT e.run_id, e.executed_at, e.execution_id, e.retry_attempt, e.status, e.response_code,
                        e.response_time_ms, e.error_message, e.next_retry_at, e.test
                    FROM belfry.executions AS e
                    WHERE e.job_id = \(jobID)
                    ORDER BY e.executed_at DESC, e.retry_attempt DESC NULLS LAST
                    LIMIT \(limit)
                    """
                )
            ).map { row in
                let v = try row.decode(
                    String?.self,
                    Instant.self,
                    String.self,
                    Int32?.self,
                    String.self,
                    Int32?.self,
                    Int64?.self,
                    String?.self,
                    Instant?.self,
                    Bool.self
                )
                return JobAttempt(
                    runID: v.0,
                    executedAt: v.1,
                    executionID: v.2,
                    retryAttempt: v.3,
                    status: v.4,
                    responseCode: v.5,
                    responseTimeMS: v.6,
                    errorMessage: v.7,
                    nextRetryAt: v.8,
                    isTest: v.9
                )
            }
        }
    }

    /// The latest alerts of a job, newest first.
    public func alerts(of jobID: String, limit: Int64) async throws -> [JobAlert] {
        try await pool.withConnection { connection in
            try await connection.query(
                Query(
                    "jobs.alerts",
                    """
                    SELECT a.alert_id, a.alertname, a.severity, a.state, a.active_since, a.resolved_at, a.resolve_reason
                    FROM belfry.alert_episodes AS a
                    WHERE a.job_id = \(jobID)
                    ORDER BY a.alert_id DESC
                    LIMIT \(limit)
                    """
                )
            ).map { row in
                let v = try row.decode(
                    Int64.self,
                    String.self,
                    String.self,
                    String.self,
                    Instant.self,
                    Instant?.self,
                    String?.self
                )
                return JobAlert(
                    alertID: v.0,
                    alertname: v.1,
                    severity: v.2,
                    state: v.3,
                    activeSince: v.4,
                    resolvedAt: v.5,
                    resolveReason: v.6
                )
            }
        }
    }

    private func jobs(_ query: Query) async throws -> [JobOverview] {
        try await pool.withConnection { connection in
            try await connection.query(query).map { row in
                let v = try row.decode(
                    String.self,
                    String.self,
                    String.self,
                    Instant?.self,
                    Instant.self,
                    Instant.self,
                    Instant?.self,
                    Instant?.self,
                    String.self,
                    String?.self,
                    Int64.self,
                    Int64.self,
                    Int64.self,
                    Int64.self,
                    Int64?.self,
                    Int64?.self,
                    String?.self,
                    String?.self,
                    String?.self,
                    Instant?.self,
                    Int64.self
                )
                return JobOverview(
                    jobID: v.0,
                    name: v.1,
                    state: v.2,
                    pausedUntil: v.3,
                    firstSeenAt: v.4,
                    lastExecutionAt: v.5,
                    lastSuccessAt: v.6,
                    lastFailureAt: v.7,
                    lastStatus: v.8,
                    lastError: v.9,
                    consecutiveFailures: v.10,
                    consecutiveFailedRuns: v.11,
                    executions: v.12,
                    failures: v.13,
                    p50MS: v.14,
                    p95MS: v.15,
                    schedule: v.16,
                    timezone: v.17,
                    scheduleSource: v.18,
                    nextExpectedAt: v.19,
                    openAlerts: v.20
                )
            }
        }
    }
}
