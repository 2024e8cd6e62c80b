public import BelfryCore

/// How long each kind of history is kept.
public struct RetentionPolicy: Hashable, Sendable {
    /// Executions that succeeded.
    public var executions: TimeSpan
    /// Executions that did not.
    public var failures: TimeSpan
    /// Attempts to deliver a message.
    public var deliveries: TimeSpan
    /// Hourly and daily rollups.
    public var rollups: TimeSpan

    /// A policy of these times.
    public init(executions: TimeSpan, failures: TimeSpan, deliveries: TimeSpan, rollups: TimeSpan) {
        self.executions = executions
        self.failures = failures
        self.deliveries = deliveries
        self.rollups = rollups
    }
}
