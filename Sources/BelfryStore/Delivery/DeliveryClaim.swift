public import BelfryCore
public import Foundation

/// One attempt to deliver, claimed: its row is committed, and nobody else tries this channel until the lease ends.
public struct DeliveryClaim: Sendable {
    /// The attempt's row.
    public var attemptID: Int64
    /// The channel.
    public var channel: String
    /// The fence: an outcome counts only while the channel still has this token.
    public var leaseToken: UUID
    /// The notification.
    public var notificationID: Int64
    /// The same for every attempt of this notification to this channel.
    public var deliveryID: UUID
    /// 1 for the first attempt.
    public var attempt: Int
    /// Until when, by this machine's monotonic clock, the lease certainly holds.
    public var leaseEnds: ContinuousClock.Instant
    /// When the notification was decided.
    public var decidedAt: Instant
    /// Whether the channel is marked broken.
    public var isChannelBroken: Bool
    /// Whether the chat has refused the message once, so that it is to be as plain as can be.
    public var isMinimal: Bool
    /// What it says.
    public var content: NotificationContent
}
