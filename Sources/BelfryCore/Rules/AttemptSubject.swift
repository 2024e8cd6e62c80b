public import CEL

/// An attempt, its run and its job's history: what `on: execution`, `on: run` and `on: retry_overdue` are evaluated on.
///
/// A class, so that an evaluation passes one reference instead of copying every field.
public final class AttemptSubject: RuleSubject {
    /// The attempt, and when it was received.
    public let attempt: ReceivedExecution
    /// `run.*`.
    public let runFacts: RunFacts
    /// `job.*`: streaks include the attempt, everything else is what was before it.
    public let history: JobHistory

    /// A subject of these values.
    public init(received: ReceivedExecution, run: RunFacts, history: JobHistory) {
        attempt = received
        runFacts = run
        self.history = history
    }

    /// The attempt at hand.
    public var received: ReceivedExecution? { attempt }
    /// Its run.
    public var run: RunFacts? { runFacts }

    /// The value of a variable.
    public func value(of variable: RuleVariable) -> Value {
        let execution = attempt.execution
        return switch variable {
        case .cronJobID: .string(execution.jobID)
        case .cronJobName, .jobName: .string(execution.jobName)
        case .executionID: .string(execution.executionID)
        case .status: .string(execution.status.text)
        case .executedAt: .instant(execution.executedAt)
        case .responseCode: execution.responseCode.map { .int(Int64($0)) } ?? .null
        case .responseTimeMS: .int(execution.responseTimeMS)
        case .responseBody: execution.responseBody.map { .string($0) } ?? .null
        case .errorMessage: execution.errorMessage.map { .string($0) } ?? .null
        case .errorFingerprint: fingerprint
        case .retryAttempt: .int(Int64(execution.retryAttempt))
        case .nextRetryAt: execution.nextRetryAt.map { .instant($0) } ?? .null
        case .receivedAt: .instant(attempt.receivedAt)
        case .runAttempts: .int(Int64(execution.retryAttempt) + 1)
        case .runAttemptsSeen: .int(Int64(runFacts.attemptsSeen))
        case .runStartedAt: .instant(runFacts.startedAt)
        case .runDurationMS: .int(runFacts.durationMS(endingWith: attempt))
        case .runOutcome: runFacts.outcome.map { .string($0.rawValue) } ?? .null
        case .slowerThanUsual: .bool(Usual(history).isSlow(execution))
        case .fasterThanUsual: .bool(Usual(history).isFast(execution))
        case .failingMoreThanUsual: .bool(Usual(history).isFailingMore(execution))
        case .errorIsNew: .bool(Usual(history).hasNewError(execution))
        case .errorCount: .int(history.errorCount)
        default: history.value(of: variable)
        }
    }

    private var fingerprint: Value {
        let execution = attempt.execution
        guard !execution.status.isSuccess else { return .null }
        return .string(
            ErrorFingerprint.of(
                status: execution.status,
                responseCode: execution.responseCode,
                message: execution.errorMessage
            )
        )
    }
}
