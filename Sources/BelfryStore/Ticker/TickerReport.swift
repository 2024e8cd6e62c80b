public import BelfryCore

/// What a ticker pass decided.
public struct TickerReport: Sendable {
    /// Deadlines that had passed.
    public var deadlines = 0
    /// Whether the dispatcher has something to do.
    public var hasTransitions = false
    /// Rules that had no value.
    public var failures: [RuleFailure] = []
}
