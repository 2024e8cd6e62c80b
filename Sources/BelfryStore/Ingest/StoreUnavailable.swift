public import BelfryCore

/// PostgreSQL cannot take writes now: the sender gets 503 with `Retry-After`.
public struct StoreUnavailable: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do, for the operator's log.
    public var reason: String
    /// How long a sender should wait.
    public var retryAfter: TimeSpan

    /// An unavailability of these values.
    public init(reason: String, retryAfter: TimeSpan = .seconds(5)) {
        self.reason = reason
        self.retryAfter = retryAfter
    }

    /// The reason.
    public var description: String { reason }
}
