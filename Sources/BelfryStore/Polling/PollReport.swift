public import BelfryCore

/// What a pass over polled rules decided.
public struct PollReport: Sendable {
    /// Whether the dispatcher has something to do.
    public var hasTransitions = false
    /// Rules that had no value.
    public var failures: [RuleFailure] = []
    /// Queries that could not be asked: the rule, and why.
    public var refusals: [(alertname: String, reason: String)] = []

    /// Takes in what another pass decided.
    mutating func add(_ other: PollReport) {
        hasTransitions = hasTransitions || other.hasTransitions
        failures += other.failures
        refusals += other.refusals
    }
}
