public import BelfryCore
public import Foundation

/// One attempt to send a trigger, claimed: its row is committed, and nobody else sends it, now or ever after.
public struct TriggerClaim: Sendable {
    /// Which firing.
    public var key: AwaitedFiring.Key
    /// 1 for the first attempt.
    public var attempt: Int
    /// The fence.
    public var leaseToken: UUID
    /// Until when, by this machine's monotonic clock, the lease certainly holds.
    public var leaseEnds: ContinuousClock.Instant
    /// The same for every attempt: what the other side may recognise a repetition by.
    public var deliveryID: UUID
    /// The execution that fired it; nil where it cannot be read now, because it is just being moved to its partition.
    public var parent: ReceivedExecution?
}
