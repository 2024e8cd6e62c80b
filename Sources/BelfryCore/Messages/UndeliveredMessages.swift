/// What a digest stands for that replaces messages a channel has not accepted for too long.
public struct UndeliveredMessages: Hashable, Codable, Sendable {
    /// How many messages it replaces.
    public var count: Int64
    /// When the oldest of them was decided.
    public var from: Instant
    /// When the newest of them was decided.
    public var to: Instant

    /// A backlog of these values.
    public init(count: Int64, from: Instant, to: Instant) {
        self.count = count
        self.from = from
        self.to = to
    }
}
