extension WindowFacts {
    /// Counts one attempt.
    mutating func add(_ attempt: WindowAttempt) {
        executions += 1
        if !attempt.status.isSuccess { failures += 1 }
        if attempt.status == .timeout { timeouts += 1 }
        if attempt.isRetry { retries += 1 }
        if let outcome = attempt.outcome {
            runs += 1
            if outcome == .failed { failedRuns += 1 }
        }
        maxMS = max(maxMS, attempt.responseTimeMS)
    }

    /// Counts what another stretch of time has counted.
    mutating func add(_ other: WindowFacts) {
        executions += other.executions
        failures += other.failures
        timeouts += other.timeouts
        retries += other.retries
        runs += other.runs
        failedRuns += other.failedRuns
        maxMS = max(maxMS, other.maxMS)
    }
}
