internal import CEL

/// `job.*`: what a rule may know of the job's past.
///
/// The streaks include the attempt at hand; everything else is what was before it.
public struct JobHistory: Hashable, Sendable {
    /// What has to be worked out because a rule reads it.
    public struct Needs: OptionSet, Sendable {
        /// The bits.
        public var rawValue: UInt8

        /// Needs of these bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Percentiles of the latency.
        public static let percentiles = Needs(rawValue: 1)
        /// How often this kind of error was seen.
        public static let errors = Needs(rawValue: 2)
        /// Whether the job flaps.
        public static let flapping = Needs(rawValue: 4)
    }

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
    /// 5th percentile of latency of successes before, in milliseconds.
    public var p5MS: Int64?
    /// Median latency of successes before, in milliseconds.
    public var p50MS: Int64?
    /// 95th percentile of latency of successes before, in milliseconds.
    public var p95MS: Int64?
    /// Failed attempts among the latest `JobMemory.recentAttempts`, the one at hand included.
    public var recentFailures: Int
    /// How often the error of the attempt at hand was seen before.
    public var errorCount: Int64
    /// Whether the job flaps, the attempt at hand included.
    public var isFlapping: Bool
    /// The job's name.
    public var name: String

    /// What was before an attempt; the streaks are completed by `include`.
    init(before: JobState, of execution: Execution? = nil, needs: Needs) {
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
        if needs.contains(.percentiles) {
            p5MS = before.sketch.percentile(0.05)
            p50MS = before.sketch.percentile(0.5)
            p95MS = before.sketch.percentile(0.95)
        }
        recentFailures = before.memory.recentFailures
        errorCount = 0
        if needs.contains(.errors), let execution, !execution.status.isSuccess {
            errorCount = before.memory.errors.count(of: ErrorFingerprint.kind(of: execution))
        }
        isFlapping = needs.contains(.flapping) && before.memory.isFlapping
        name = before.name
    }

    /// Completes the streaks with the state after the attempt.
    mutating func include(_ after: JobState, needs: Needs) {
        consecutiveFailures = after.consecutiveFailures
        consecutiveSuccesses = after.consecutiveSuccesses
        consecutiveFailedRuns = after.consecutiveFailedRuns
        recentFailures = after.memory.recentFailures
        isFlapping = needs.contains(.flapping) && after.memory.isFlapping
        name = after.name
    }

    /// The value of a variable of the job; null for every other.
    func value(of variable: RuleVariable) -> Value {
        switch variable {
        case .jobName: .string(name)
        case .jobExecutions: .int(executions)
        case .jobFailures: .int(failures)
        case .jobConsecutiveFailures: .int(consecutiveFailures)
        case .jobConsecutiveSuccesses: .int(consecutiveSuccesses)
        case .jobConsecutiveFailedRuns: .int(consecutiveFailedRuns)
        case .jobLastExecutionAt: lastExecutionAt.map { .instant($0) } ?? .null
        case .jobLastSuccessAt: lastSuccessAt.map { .instant($0) } ?? .null
        case .jobLastFailureAt: lastFailureAt.map { .instant($0) } ?? .null
        case .jobLastStatus: lastStatus.map { .string($0) } ?? .null
        case .jobLastError: lastError.map { .string($0) } ?? .null
        case .jobP5: p5MS.map { .int($0) } ?? .null
        case .jobP50: p50MS.map { .int($0) } ?? .null
        case .jobP95: p95MS.map { .int($0) } ?? .null
        case .jobIsFlapping: .bool(isFlapping)
        default: .null
        }
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
        recentFailures = 0
        errorCount = 0
        isFlapping = false
        name = ""
    }
}
