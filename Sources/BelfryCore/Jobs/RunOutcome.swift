/// How a run ended: the `outcome` of runs and of `cron_job_runs_total`.
public enum RunOutcome: String, CaseIterable, Sendable {
    /// Its first attempt succeeded.
    case success
    /// A retry succeeded.
    case recovered
    /// An attempt failed and promised no retry.
    case failed
    /// No closing attempt was seen before the next run began or the patience ran out.
    case incomplete

    /// What a closing attempt alone says of its run; nil for an attempt that closes nothing.
    public init?(closing execution: Execution) {
        self.init(isSuccess: execution.status.isSuccess, closes: execution.closesRun, attempt: execution.retryAttempt)
    }

    init?(isSuccess: Bool, closes: Bool, attempt: Int32) {
        guard closes else { return nil }
        if isSuccess {
            self = attempt == 0 ? .success : .recovered
        } else {
            self = .failed
        }
    }
}
