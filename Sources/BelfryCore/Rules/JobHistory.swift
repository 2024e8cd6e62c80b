/// `job.*`: what a rule may know of the job's past.
///
/// The streaks include the attempt at hand; everything else is what was before it.
public struct JobHistory: Hashable, Sendable {
    /// Attempts before.
    public var executions: Int64
    /// Attempts before that did not succeed.
    public var failures: Int64
    /// Failed attempts in a row, the one at hand included.
    public var consecutiveFailures: Int64
    /// Successful attempts in a row, the one at hand included.
    public var consecutiveSuccesses: Int64
    /// Failed runs in a row, one the attempt at hand closes included.
    public var consecutiveFailedRuns: Int64
    /// The attempt before.
    public var lastExecutionAt: Instant?
    /// The success before.
    public var lastSuccessAt: Instant?
    /// The failure before.
    public var lastFailureAt: Instant?
    /// Status of the attempt before.
    public var lastStatus: String?
    /// Error of the failure before.
    public var lastError: String?
    /// Median latency of successes before, in milliseconds.
    public var p50MS: Int64?
    /// 95th percentile of latency of successes before, in milliseconds.
    public var p95MS: Int64?

    /// What was before an attempt; the streaks are completed by `include`.
    ///
    /// Percentiles are read off the sketch only where some rule asks for them.
    init(before: JobState, needsPercentiles: Bool) {
        let isKnown = before.executions.total > 0
        executions = before.executions.total
        failures = before.failures
        consecutiveFailures = before.consecutiveFailures
        consecutiveSuccesses = before.consecutiveSuccesses
        consecutiveFailedRuns = before.consecutiveFailedRuns
        lastExecutionAt = isKnown ? before.lastExecutionAt : nil
        lastSuccessAt = before.lastSuccessAt
        lastFailureAt = before.lastFailureAt
        lastStatus = isKnown ? before.lastStatus : nil
        lastError = before.lastError
        p50MS = needsPercentiles ? before.sketch.percentile(0.5) : nil
        p95MS = needsPercentiles ? before.sketch.percentile(0.95) : nil
    }

    /// Completes the streaks with the state after the attempt.
    mutating func include(_ after: JobState) {
        consecutiveFailures = after.consecutiveFailures
        consecutiveSuccesses = after.consecutiveSuccesses
        consecutiveFailedRuns = after.consecutiveFailedRuns
    }
}

extension JobHistory {
    /// The history of an attempt stored under rules that asked for none.
    public static let unknown = JobHistory()

    private init() {
        executions = 0
        failures = 0
        consecutiveFailures = 0
        consecutiveSuccesses = 0
        consecutiveFailedRuns = 0
    }
}
