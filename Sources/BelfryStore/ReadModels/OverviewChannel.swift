public import BelfryCore

/// A target of messages as the overview shows it.
public struct OverviewChannel: Hashable, Sendable {
    /// Its row in `channels`.
    public var channel: String
    /// The receiver's name.
    public var receiver: String
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where it leads, redacted.
    public var target: String
    /// Since when it refuses everything; nil while it does not.
    public var brokenSince: Instant?
    /// Why, as in the metrics.
    public var brokenReason: String?
    /// Messages that wait to be accepted.
    public var pending: Int64
    /// The oldest of them.
    public var oldestPendingAt: Instant?
}
