/// What keeps an alert out of messages.
public struct Mute: Hashable, Sendable {
    /// Why.
    public var reason: HeldBack
    /// What does it, in words: the alert that inhibits, or the silence's id.
    public var by: String

    /// A mute of these values.
    public init(_ reason: HeldBack, by: String) {
        self.reason = reason
        self.by = by
    }
}
