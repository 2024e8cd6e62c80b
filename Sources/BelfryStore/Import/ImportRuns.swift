internal import BelfryCore

/// Folds imported attempts into runs as they come; a file in the order of time has the runs its webhooks would have made.
struct ImportRuns {
    /// Runs of each job without a closing attempt.
    private(set) var folds: [String: RunFold]

    init(folds: [String: RunFold]) {
        self.folds = folds
    }

    /// The run of the next attempt.
    mutating func place(_ execution: Execution, now: Instant) -> String {
        let received = ReceivedExecution(execution: execution, receivedAt: now, contentDigest: 0)
        return folds[execution.jobID, default: RunFold()].place(Attempt(received)).runID
    }
}
