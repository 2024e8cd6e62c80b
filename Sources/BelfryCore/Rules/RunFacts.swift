/// `run.*`: what the run of the attempt at hand looks like, the attempt included.
public struct RunFacts: Hashable, Sendable {
    /// The run's id.
    public var runID: String
    /// When its first seen attempt ran.
    public var startedAt: Instant
    /// Attempts seen.
    public var attemptsSeen: Int32
    /// How the attempt ended the run; nil while it is open.
    public var outcome: RunOutcome?

    init(_ placement: RunFold.Placement) {
        runID = placement.runID
        startedAt = placement.runStartedAt
        attemptsSeen = placement.attemptsSeen
        outcome = placement.outcome
    }

    /// Facts of these values.
    public init(runID: String, startedAt: Instant, attemptsSeen: Int32, outcome: RunOutcome?) {
        self.runID = runID
        self.startedAt = startedAt
        self.attemptsSeen = attemptsSeen
        self.outcome = outcome
    }

    /// Milliseconds from the start of the run to the end of an attempt, waits included.
    func durationMS(endingWith received: ReceivedExecution) -> Int64 {
        max(0, (received.position.at - startedAt).microseconds / 1_000) + received.execution.responseTimeMS
    }
}
