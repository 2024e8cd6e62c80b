public import BelfryCore

/// Why an outgoing request got no answer.
public struct OutgoingFailure: Error, Hashable, Sendable {
    /// The class of the failure: `forbidden_target`, `connection`, `tls` or `timeout`.
    public var reason: DeliveryFailure
    /// Whether the server may have received the request all the same.
    public var mayHaveArrived: Bool
    /// What happened, in words without secrets.
    public var message: String
    /// From the call to the failure.
    public var latency: TimeSpan

    /// A failure of these values.
    public init(reason: DeliveryFailure, mayHaveArrived: Bool = false, message: String, latency: TimeSpan = .zero) {
        self.reason = reason
        self.mayHaveArrived = mayHaveArrived
        self.message = message
        self.latency = latency
    }
}
