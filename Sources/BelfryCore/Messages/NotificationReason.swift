/// Why a notification is sent: the `reason` column of deliveries.
public enum NotificationReason: String, Codable, Sendable, CaseIterable {
    /// An alert began to fire, or joined a group.
    case firing
    /// Every alert of the group has ended, or some have since the last message.
    case resolved
    /// The alerts still fire and `repeat_interval` or `remind` has passed.
    case `repeat`
    /// The run behind a firing alert, announced while a retry was promised, has now failed for good.
    case final
    /// Somebody has taken an alert upon themselves; only for targets that keep account of it.
    case acknowledged
    /// What exceeded a receiver's `burst_limit`, or a backlog grown too old, as one list.
    case digest
    /// `belfry notify test`.
    case test
    /// The start of a dependent job.
    case trigger
}
