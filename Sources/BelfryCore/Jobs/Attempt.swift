/// What the folding of attempts into runs needs to know of one attempt, new or read back from `executions`.
public struct Attempt: Hashable, Sendable {
    /// Its place in the job's history.
    public var position: Position
    /// `executed_at` as sent.
    public var executedAt: Instant
    /// When it was received.
    public var receivedAt: Instant
    /// Whether it succeeded.
    public var isSuccess: Bool
    /// The promise it made, if any.
    public var nextRetryAt: Instant?
    /// The run it was folded into; nil while it has not been.
    public var runID: String?

    /// An attempt of these values.
    public init(
        position: Position,
        executedAt: Instant,
        receivedAt: Instant,
        isSuccess: Bool,
        nextRetryAt: Instant?,
        runID: String?
    ) {
        self.position = position
        self.executedAt = executedAt
        self.receivedAt = receivedAt
        self.isSuccess = isSuccess
        self.nextRetryAt = nextRetryAt
        self.runID = runID
    }

    /// A newly received attempt.
    public init(_ received: ReceivedExecution) {
        self.init(
            position: received.position,
            executedAt: received.execution.executedAt,
            receivedAt: received.receivedAt,
            isSuccess: received.execution.status.isSuccess,
            nextRetryAt: received.execution.nextRetryAt,
            runID: nil
        )
    }

    /// Whether it closes its run.
    public var closesRun: Bool { isSuccess || nextRetryAt == nil }
}
