/// How a pool's connections are used at one moment.
public struct ConnectionPoolCounts: Hashable, Sendable {
    /// Connections lent out or being made.
    public var inUse: Int
    /// Connections ready to be lent.
    public var idle: Int
    /// Tasks waiting for a connection.
    public var waiting: Int

    /// The three numbers.
    public init(inUse: Int, idle: Int, waiting: Int) {
        self.inUse = inUse
        self.idle = idle
        self.waiting = waiting
    }
}
