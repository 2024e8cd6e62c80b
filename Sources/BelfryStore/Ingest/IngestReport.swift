public import BelfryCore

/// What a committed batch did besides answering its senders: for metrics, logs and wake-ups.
public struct IngestReport: Sendable {
    /// Jobs heard of for the first time: id and name.
    public var newJobs: [(jobID: String, name: String)]
    /// Rules that had no value for an attempt.
    public var failures: [RuleFailure]
    /// Whether the dispatcher has something to do.
    public var hasTransitions: Bool
    /// The triggers that were fired, or would have been.
    public var firings: [TriggerFiring]
    /// From BEGIN to COMMIT.
    public var duration: Duration
}
