public import BelfryCore

/// What an attempt to send a trigger came to, as it is recorded.
public struct TriggerRecord: Sendable {
    /// What became of it.
    public enum Outcome: Hashable, Sendable {
        /// The other side has taken it, and names the execution it has started.
        case delivered(executionID: String?)
        /// Nothing was sent, or the other side has asked to come again; after a wait.
        case retry(after: TimeSpan)
        /// The other side has refused it for good.
        case rejected
        /// It may have arrived, and nobody knows.
        case inDoubt
    }

    /// What became of it.
    public var outcome: Outcome
    /// Why it was not delivered.
    public var reason: DeliveryFailure?
    /// Where it was sent, without secrets.
    public var target: String?
    /// The id of the job that was to start, where it is known.
    public var childJobID: String?
    /// HTTP status of the answer.
    public var responseCode: Int?
    /// Beginning of the answer.
    public var responseExcerpt: String?
    /// What went wrong, in words.
    public var error: String?
    /// From the request to the answer.
    public var latency: TimeSpan

    /// A record of these values.
    public init(
        outcome: Outcome,
        reason: DeliveryFailure? = nil,
        target: String? = nil,
        childJobID: String? = nil,
        responseCode: Int? = nil,
        responseExcerpt: String? = nil,
        error: String? = nil,
        latency: TimeSpan = .zero
    ) {
        self.outcome = outcome
        self.reason = reason
        self.target = target
        self.childJobID = childJobID
        self.responseCode = responseCode
        self.responseExcerpt = responseExcerpt
        self.error = error
        self.latency = latency
    }
}

extension TriggerRecord.Outcome: CustomStringConvertible {
    /// For people and logs.
    public var description: String {
        switch self {
        case .delivered(let executionID): "delivered" + (executionID.map { " as \($0)" } ?? "")
        case .retry(let after): "retry after \(after)"
        case .rejected: "rejected"
        case .inDoubt: "in doubt"
        }
    }
}
