/// An execution together with how and when it reached Belfry: what the ingest transaction takes in.
public struct ReceivedExecution: Hashable, Sendable {
    /// The attempt.
    public var execution: Execution
    /// When the webhook arrived, by this replica's clock.
    public var receivedAt: Instant
    /// A digest of the decoded content, equal exactly where a redelivery says the same (`ContentDigest`).
    public var contentDigest: Int64

    /// A received execution of these values.
    public init(execution: Execution, receivedAt: Instant, contentDigest: Int64) {
        self.execution = execution
        self.receivedAt = receivedAt
        self.contentDigest = contentDigest
    }

    /// The attempt's place in its job's history.
    public var position: Position {
        Position(
            at: min(execution.executedAt, receivedAt + Position.maximumLead),
            retryAttempt: execution.retryAttempt,
            executionID: execution.executionID
        )
    }
}
