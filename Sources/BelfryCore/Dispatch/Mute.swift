/// What keeps an alert out of messages.
public struct Mute: Hashable, Sendable {
    /// Why.
    public var reason: HeldBack
    /// What does it, in words: the alert that inhibits, the silence's id, or the time interval.
    public var by: String
    /// When it ends by itself, or when to look again; nil where time alone does not tell.
    public var until: Instant?

    /// A mute of these values.
    public init(_ reason: HeldBack, by: String, until: Instant? = nil) {
        self.reason = reason
        self.by = by
        self.until = until
    }

    /// Whether it also keeps back what repeats a message; inhibition keeps back only what was never told.
    var holdsRepetitions: Bool { reason != .inhibited }
}
