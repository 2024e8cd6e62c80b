/// A run that has no closing attempt yet, as the job's state keeps it.
public struct OpenRun: Hashable, Sendable {
    /// How long after its last promise a run can still be continued; then it is `incomplete` for good.
    public static let patience = TimeSpan.hours(24)

    /// The run's id: the `execution_id` of its first attempt by position.
    public var runID: String
    /// `execution_id` of its latest attempt by position.
    public var executionID: String
    /// When its first seen attempt ran.
    public var startedAt: Instant
    /// `retry_attempt` of its latest attempt.
    public var lastAttempt: Int32
    /// The promise its latest attempt made.
    public var promisedAt: Instant
    /// When that promise was received.
    public var receivedAt: Instant
    /// Attempts seen so far.
    public var attemptsSeen: Int32
    /// Whether a later run of the job has begun: the run counts as `incomplete` unless its final attempt still arrives.
    public var isSuperseded: Bool

    /// The instant from which no attempt joins it any more.
    public var expiresAt: Instant { max(promisedAt, receivedAt) + Self.patience }
}
