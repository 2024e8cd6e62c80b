public import CEL

/// What an expression and a template can name, in the webhook's own field names plus `run.*` and `job.*`.
///
/// A rule can name what its trigger has: `RuleTrigger.scopes`.
public enum RuleVariable: Int, CaseIterable, Sendable {
    /// Where a value comes from.
    public enum Scope: Sendable {
        /// The job's id and name.
        case identity
        /// The attempt at hand.
        case attempt
        /// The run it belongs to.
        case run
        /// The job's past.
        case history
        /// The attempt measured by the job's past.
        case usual
        /// The job's last hours.
        case window
        /// A run that did not come.
        case absence
        /// A row of a query.
        case row
    }

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
    case jobP5
    case jobP50
    case jobP95
    case jobIsFlapping
    case slowerThanUsual
    case fasterThanUsual
    case failingMoreThanUsual
    case errorFingerprint
    case errorIsNew
    case errorCount
    case executions
    case failures
    case failureRatio
    case timeouts
    case retries
    case runs
    case failedRuns
    case runFailureRatio
    case p50
    case p95
    case p99
    case max
    case expectedAt
    case missedRuns
    case value
    case labels

    /// The name in expressions and templates.
    public var name: String { Self.table[rawValue].name }

    /// The static type; what may be absent is nullable.
    public var type: CELType { Self.table[rawValue].type }

    /// Where the value comes from.
    public var scope: Scope { Self.table[rawValue].scope }

    /// Whether the value depends on the job's history: what `explain` needs stored beside the attempt.
    var isHistory: Bool { scope == .history && self != .jobName || scope == .usual }

    /// Whether it needs percentiles of the job's latency.
    var needsPercentiles: Bool {
        switch self {
        case .jobP5, .jobP50, .jobP95, .slowerThanUsual, .fasterThanUsual: true
        default: false
        }
    }

    /// Every name, in declaration order.
    public static let names: [String] = allCases.map(\.name)

    /// The variable of a name.
    public static func named(_ name: String) -> RuleVariable? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    private typealias Entry = (name: String, type: CELType, scope: Scope)

    private static let table: [Entry] = allCases.map(\.entry)

    private var entry: Entry {
        switch self {
        case .cronJobID: ("cron_job_id", .string, .identity)
        case .cronJobName: ("cron_job_name", .string, .identity)
        case .executionID: ("execution_id", .string, .attempt)
        case .status: ("status", .string, .attempt)
        case .executedAt: ("executed_at", .timestamp, .attempt)
        case .responseCode: ("response_code", .nullable(.int), .attempt)
        case .responseTimeMS: ("response_time_ms", .int, .attempt)
        case .responseBody: ("response_body", .nullable(.string), .attempt)
        case .errorMessage: ("error_message", .nullable(.string), .attempt)
        case .retryAttempt: ("retry_attempt", .int, .attempt)
        case .nextRetryAt: ("next_retry_at", .nullable(.timestamp), .attempt)
        case .receivedAt: ("received_at", .timestamp, .attempt)
        case .runAttempts: ("run.attempts", .int, .run)
        case .runAttemptsSeen: ("run.attempts_seen", .int, .run)
        case .runStartedAt: ("run.started_at", .timestamp, .run)
        case .runDurationMS: ("run.duration_ms", .int, .run)
        case .runOutcome: ("run.outcome", .nullable(.string), .run)
        case .jobName: ("job.name", .string, .history)
        case .jobExecutions: ("job.executions", .int, .history)
        case .jobFailures: ("job.failures", .int, .history)
        case .jobConsecutiveFailures: ("job.consecutive_failures", .int, .history)
        case .jobConsecutiveSuccesses: ("job.consecutive_successes", .int, .history)
        case .jobConsecutiveFailedRuns: ("job.consecutive_failed_runs", .int, .history)
        case .jobLastExecutionAt: ("job.last_execution_at", .nullable(.timestamp), .history)
        case .jobLastSuccessAt: ("job.last_success_at", .nullable(.timestamp), .history)
        case .jobLastFailureAt: ("job.last_failure_at", .nullable(.timestamp), .history)
        case .jobLastStatus: ("job.last_status", .nullable(.string), .history)
        case .jobLastError: ("job.last_error", .nullable(.string), .history)
        case .jobP5: ("job.p5_ms", .nullable(.int), .history)
        case .jobP50: ("job.p50_ms", .nullable(.int), .history)
        case .jobP95: ("job.p95_ms", .nullable(.int), .history)
        case .jobIsFlapping: ("job.is_flapping", .bool, .history)
        case .slowerThanUsual: ("slower_than_usual", .bool, .usual)
        case .fasterThanUsual: ("faster_than_usual", .bool, .usual)
        case .failingMoreThanUsual: ("failing_more_than_usual", .bool, .usual)
        case .errorFingerprint: ("error_fingerprint", .nullable(.string), .attempt)
        case .errorIsNew: ("error_is_new", .bool, .usual)
        case .errorCount: ("error_count", .int, .usual)
        case .executions: ("executions", .int, .window)
        case .failures: ("failures", .int, .window)
        case .failureRatio: ("failure_ratio", .double, .window)
        case .timeouts: ("timeouts", .int, .window)
        case .retries: ("retries", .int, .window)
        case .runs: ("runs", .int, .window)
        case .failedRuns: ("failed_runs", .int, .window)
        case .runFailureRatio: ("run_failure_ratio", .double, .window)
        case .p50: ("p50_ms", .int, .window)
        case .p95: ("p95_ms", .int, .window)
        case .p99: ("p99_ms", .int, .window)
        case .max: ("max_ms", .int, .window)
        case .expectedAt: ("expected_at", .timestamp, .absence)
        case .missedRuns: ("missed_runs", .int, .absence)
        case .value: ("value", .double, .row)
        case .labels: ("labels", .map(.string, .string), .row)
        }
    }
}
