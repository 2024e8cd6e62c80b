public import CEL

/// What an expression and a template can name, in the webhook's own field names plus `run.*` and `job.*`.
public enum RuleVariable: Int, CaseIterable, Sendable {
    case cronJobID
    case cronJobName
    case executionID
    case status
    case executedAt
    case responseCode
    case responseTimeMS
    case responseBody
    case errorMessage
    case retryAttempt
    case nextRetryAt
    case receivedAt
    case runAttempts
    case runAttemptsSeen
    case runStartedAt
    case runDurationMS
    case runOutcome
    case jobName
    case jobExecutions
    case jobFailures
    case jobConsecutiveFailures
    case jobConsecutiveSuccesses
    case jobConsecutiveFailedRuns
    case jobLastExecutionAt
    case jobLastSuccessAt
    case jobLastFailureAt
    case jobLastStatus
    case jobLastError
    case jobP50
    case jobP95

    /// The name in expressions and templates.
    public var name: String {
        switch self {
        case .cronJobID: "cron_job_id"
        case .cronJobName: "cron_job_name"
        case .executionID: "execution_id"
        case .status: "status"
        case .executedAt: "executed_at"
        case .responseCode: "response_code"
        case .responseTimeMS: "response_time_ms"
        case .responseBody: "response_body"
        case .errorMessage: "error_message"
        case .retryAttempt: "retry_attempt"
        case .nextRetryAt: "next_retry_at"
        case .receivedAt: "received_at"
        case .runAttempts: "run.attempts"
        case .runAttemptsSeen: "run.attempts_seen"
        case .runStartedAt: "run.started_at"
        case .runDurationMS: "run.duration_ms"
        case .runOutcome: "run.outcome"
        case .jobName: "job.name"
        case .jobExecutions: "job.executions"
        case .jobFailures: "job.failures"
        case .jobConsecutiveFailures: "job.consecutive_failures"
        case .jobConsecutiveSuccesses: "job.consecutive_successes"
        case .jobConsecutiveFailedRuns: "job.consecutive_failed_runs"
        case .jobLastExecutionAt: "job.last_execution_at"
        case .jobLastSuccessAt: "job.last_success_at"
        case .jobLastFailureAt: "job.last_failure_at"
        case .jobLastStatus: "job.last_status"
        case .jobLastError: "job.last_error"
        case .jobP50: "job.p50_ms"
        case .jobP95: "job.p95_ms"
        }
    }

    /// The static type; what a webhook may leave null is nullable.
    public var type: CELType {
        switch self {
        case .cronJobID, .cronJobName, .executionID, .status, .jobName: .string
        case .responseBody, .errorMessage, .runOutcome, .jobLastError, .jobLastStatus: .nullable(.string)
        case .executedAt, .receivedAt, .runStartedAt: .timestamp
        case .nextRetryAt, .jobLastExecutionAt, .jobLastSuccessAt, .jobLastFailureAt: .nullable(.timestamp)
        case .responseCode, .jobP50, .jobP95: .nullable(.int)
        case .responseTimeMS, .retryAttempt, .runAttempts, .runAttemptsSeen, .runDurationMS, .jobExecutions,
            .jobFailures, .jobConsecutiveFailures, .jobConsecutiveSuccesses, .jobConsecutiveFailedRuns:
            .int
        }
    }

    /// Whether the value describes the job's history rather than the attempt: what `explain` needs stored beside the attempt.
    var isHistory: Bool { rawValue >= Self.jobExecutions.rawValue }

    /// Every name, in declaration order.
    public static let names: [String] = allCases.map(\.name)

    /// The variable of a name.
    public static func named(_ name: String) -> RuleVariable? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
