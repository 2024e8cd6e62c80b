extension JobState {
    /// Characters of an error kept as `lastError`.
    static let maximumLastError = 500

    /// Takes in the next attempt in order: its position is behind every one before.
    mutating func advance(_ received: ReceivedExecution) -> RunFold.Placement {
        let execution = received.execution
        count(received)
        let placement = fold.place(Attempt(received))
        position = received.position
        name = execution.jobName
        lastExecutionAt = received.position.at
        lastStatus = execution.status.text
        lastDurationMS = execution.responseTimeMS
        if execution.status.isSuccess {
            lastSuccessAt = received.position.at
            consecutiveSuccesses += 1
            consecutiveFailures = 0
        } else {
            lastFailureAt = received.position.at
            lastError = Self.lastError(of: execution)
            consecutiveFailures += 1
            consecutiveSuccesses = 0
        }
        if let outcome = placement.outcome {
            consecutiveFailedRuns = outcome == .failed ? consecutiveFailedRuns + 1 : 0
        }
        runs.incomplete += Int64(placement.incompleteRuns.count)
        memory.add(execution, outcome: placement.outcome)
        if placement.isFirstOfRun { memory.addRun(startedAt: placement.runStartedAt) }
        if activity != .active { activity = .active }
        return placement
    }

    /// Takes in an attempt that arrived late, given the attempts of the job behind it by position.
    ///
    /// Counters count it; `last_*` and the streaks come out as if it had arrived in order. Folding is the caller's, for it needs
    /// the attempts before it too. Tells whether it began a run later than every one known.
    mutating func takeInLate(_ received: ReceivedExecution, behind: [Attempt]) -> Bool {
        let execution = received.execution
        count(received)
        if execution.status.isSuccess {
            if !behind.contains(where: \.isSuccess) { lastSuccessAt = received.position.at }
        } else if behind.allSatisfy(\.isSuccess) {
            lastFailureAt = received.position.at
            lastError = Self.lastError(of: execution)
        }
        joinStreak(execution.status.isSuccess, later: behind.map(\.isSuccess))
        memory.add(
            execution,
            outcome: RunOutcome(closing: execution),
            behind: behind.count,
            runsBehind: behind.count(where: \.closesRun)
        )
        if let outcome = RunOutcome(closing: execution) {
            let laterFailed = behind.filter(\.closesRun).map { !$0.isSuccess }
            if laterFailed.allSatisfy({ $0 }) {
                consecutiveFailedRuns =
                    outcome == .failed ? consecutiveFailedRuns + 1 : Int64(laterFailed.count)
            }
        }
        guard execution.retryAttempt == 0 else { return false }
        let before = memory.cadence.lastRunStartedAt
        memory.addRun(startedAt: received.position.at)
        return memory.cadence.lastRunStartedAt != before
    }

    private static func lastError(of execution: Execution) -> String? {
        execution.errorMessage.map { String($0.prefix(maximumLastError)) }
    }

    /// Whether none of its attempts so far promised a retry.
    var everyAttemptClosedItsRun: Bool {
        fold.openRuns.isEmpty && runs.incomplete == 0 && runs.total == executions.total
    }

    /// What does not depend on order.
    private mutating func count(_ received: ReceivedExecution) {
        let execution = received.execution
        executions.add(execution.status)
        histogram.add(execution.responseTimeMS)
        if execution.status.isSuccess { sketch.add(execution.responseTimeMS) }
        if let outcome = RunOutcome(closing: execution) { runs.add(outcome) }
    }

    /// Puts one attempt before the later ones and mends the streak it may belong to.
    private mutating func joinStreak(_ isSuccess: Bool, later: [Bool]) {
        guard let last = later.last, later.allSatisfy({ $0 == last }) else { return }
        if last {
            consecutiveSuccesses = isSuccess ? consecutiveSuccesses + 1 : Int64(later.count)
        } else {
            consecutiveFailures = isSuccess ? Int64(later.count) : consecutiveFailures + 1
        }
    }
}
