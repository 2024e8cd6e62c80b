/// What one attempt to deliver a notification came to, classified once, by the notifier that saw the answer.
public enum DeliveryOutcome: Hashable, Sendable {
    /// The chat has accepted it.
    case delivered
    /// Nothing final: try again, not before the given span if the chat named one (`Retry-After`, already clamped).
    case retry(reason: DeliveryFailure, after: TimeSpan?)
    /// The message is refused for good; the channel is fine.
    case rejected(reason: DeliveryFailure)
    /// The channel does not exist or accept Belfry any more: the message fails for good, further ones would too.
    case channelBroken(reason: DeliveryFailure)
    /// The answer was lost: it may or may not have arrived.
    case unknown(reason: DeliveryFailure)
}

extension DeliveryOutcome: CustomStringConvertible {
    /// For people and logs: `retry (rate_limited), not before 30s`.
    public var description: String {
        switch self {
        case .delivered: "delivered"
        case .retry(let reason, let after):
            "retry (\(reason.rawValue))" + (after.map { ", not before \($0)" } ?? "")
        case .rejected(let reason): "rejected (\(reason.rawValue))"
        case .channelBroken(let reason): "channel broken (\(reason.rawValue))"
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }
}
