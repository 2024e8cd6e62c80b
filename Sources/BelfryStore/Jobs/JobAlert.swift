public import BelfryCore

/// An alert of a job as its overview shows it.
public struct JobAlert: Hashable, Sendable {
    /// Its id.
    public var alertID: Int64
    /// The rule's name.
    public var alertname: String
    /// `critical`, `error`, `warning` or `info`.
    public var severity: String
    /// `pending`, `firing` or `resolved`.
    public var state: String
    /// The first match.
    public var activeSince: Instant
    /// When it ended.
    public var resolvedAt: Instant?
    /// Why it ended.
    public var resolveReason: String?
}
