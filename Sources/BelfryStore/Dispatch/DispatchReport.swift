public import BelfryCore

/// What a dispatch round did.
public struct DispatchReport: Sendable {
    /// Transitions taken up.
    public var transitions = 0
    /// Notifications written.
    public var notifications = 0
    /// Alerts held back, by reason.
    public var heldBack: [HeldBack: Int] = [:]
    /// Whether more transitions are waiting than one round takes.
    public var hasMore = false
    /// When the next group is due; nil if none.
    public var nextDueAt: Instant?
    /// The database's clock at the round.
    public var now = Instant(microseconds: 0)
}
