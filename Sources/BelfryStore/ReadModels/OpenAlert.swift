public import BelfryCore

/// An alert that has not ended, with what people have done and heard about it.
public struct OpenAlert: Hashable, Sendable {
    /// The alert.
    public var alert: AlertEpisode
    /// Who has taken it upon themselves; nil where nobody has.
    public var acknowledgement: Acknowledgement?
    /// When a message last named it; nil where none has.
    public var lastNotifiedAt: Instant?
    /// How many messages have named it.
    public var notifications: Int64
}
