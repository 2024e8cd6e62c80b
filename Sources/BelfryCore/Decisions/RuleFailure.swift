public import CEL

/// A rule whose expression had no value: neither a match nor none.
public struct RuleFailure: Sendable {
    /// The rule's name.
    public var alertname: String
    /// The job it was evaluated for; empty for none.
    public var jobID: String
    /// The attempt; nil where it was evaluated on something else.
    public var execution: ExecutionIdentity?
    /// Why.
    public var error: EvaluationError

    /// A failure on an attempt.
    init(alertname: String, execution: ExecutionIdentity, error: EvaluationError) {
        self.alertname = alertname
        jobID = execution.jobID
        self.execution = execution
        self.error = error
    }

    /// A failure on something else.
    init(alertname: String, jobID: String, error: EvaluationError) {
        self.alertname = alertname
        self.jobID = jobID
        self.error = error
    }
}
