/// Why an alert is not in any message: the `reason` label of `belfry_notifications_suppressed_total`.
public enum HeldBack: String, CaseIterable, Sendable {
    /// Another alert that fires mutes it.
    case inhibited
    /// A silence keeps it quiet.
    case silenced
    /// A time interval of its route keeps it quiet.
    case muted
    /// Somebody has taken it upon themselves: it is not repeated.
    case acknowledged
    /// Its message exceeded the receiver's `burst_limit`: it is told in the list at the end of the minute.
    case coalesced
    /// No receiver is configured.
    case noReceiver = "no_receiver"
    /// It ended before its first message was due.
    case resolvedBeforeSent = "resolved_before_sent"
}
