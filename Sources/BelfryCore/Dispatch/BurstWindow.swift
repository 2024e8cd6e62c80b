/// The messages a receiver has had in its current minute, and whether more wait for the list at its end.
public struct BurstWindow: Hashable, Sendable {
    /// How long a minute is.
    static let length = TimeSpan.minutes(1)

    /// When the minute began: with its first message.
    public var startedAt: Instant
    /// The messages sent in it.
    public var sent: Int
    /// Whether something waits for the list.
    public var isHolding: Bool

    /// A minute of these values.
    public init(startedAt: Instant, sent: Int, isHolding: Bool) {
        self.startedAt = startedAt
        self.sent = sent
        self.isHolding = isHolding
    }

    /// When the list is due; nil where nothing waits.
    public var listDueAt: Instant? { isHolding ? startedAt + Self.length : nil }

    /// Takes the list, which is the first message of the next minute; false where none is due.
    mutating func takeList(at now: Instant) -> Bool {
        guard let due = listDueAt, due <= now else { return false }
        self = BurstWindow(startedAt: now, sent: 1, isHolding: false)
        return true
    }

    /// Takes a message: whether it is sent by itself, or waits for the list.
    mutating func admit(at now: Instant, limit: Int) -> Bool {
        if !isHolding, startedAt + Self.length <= now { self = BurstWindow(startedAt: now, sent: 0, isHolding: false) }
        guard !isHolding, sent < limit else {
            isHolding = true
            return false
        }
        sent += 1
        return true
    }
}
