public import CEL

/// The attempt, its run and its job's history as an expression and a template see them.
///
/// A class, so that an evaluation passes one reference instead of copying every field.
public final class RuleSubject: Sendable {
    /// The attempt, and when it was received.
    public let received: ReceivedExecution
    /// `run.*`.
    public let run: RunFacts
    /// `job.*`: streaks include the attempt, everything else is what was before it.
    public let history: JobHistory

    /// A subject of these values.
    public init(received: ReceivedExecution, run: RunFacts, history: JobHistory) {
        self.received = received
        self.run = run
        self.history = history
    }

    /// The value of a variable.
    func value(of variable: RuleVariable) -> Value {
        let execution = received.execution
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
        case .retryAttempt: .int(Int64(execution.retryAttempt))
        case .nextRetryAt: execution.nextRetryAt.map { .instant($0) } ?? .null
        case .receivedAt: .instant(received.receivedAt)
        case .runAttempts: .int(Int64(execution.retryAttempt) + 1)
        case .runAttemptsSeen: .int(Int64(run.attemptsSeen))
        case .runStartedAt: .instant(run.startedAt)
        case .runDurationMS: .int(run.durationMS(endingWith: execution))
        case .runOutcome: run.outcome.map { .string($0.rawValue) } ?? .null
        case .jobExecutions: .int(history.executions)
        case .jobFailures: .int(history.failures)
        case .jobConsecutiveFailures: .int(history.consecutiveFailures)
        case .jobConsecutiveSuccesses: .int(history.consecutiveSuccesses)
        case .jobConsecutiveFailedRuns: .int(history.consecutiveFailedRuns)
        case .jobLastExecutionAt: history.lastExecutionAt.map { .instant($0) } ?? .null
        case .jobLastSuccessAt: history.lastSuccessAt.map { .instant($0) } ?? .null
        case .jobLastFailureAt: history.lastFailureAt.map { .instant($0) } ?? .null
        case .jobLastStatus: history.lastStatus.map { .string($0) } ?? .null
        case .jobLastError: history.lastError.map { .string($0) } ?? .null
        case .jobP50: history.p50MS.map { .int($0) } ?? .null
        case .jobP95: history.p95MS.map { .int($0) } ?? .null
        }
    }
}

extension RuleSubject: Activation {
    /// The value of a `RuleVariable`, by its raw value.
    public func value(at index: Int) throws(EvaluationError) -> Value {
        guard let variable = RuleVariable(rawValue: index) else {
            throw EvaluationError(.unavailable, "no variable has the index \(index)")
        }
        return value(of: variable)
    }
}
