/// The decisions of a pool: who gets which connection, and when to try to connect again.
struct ConnectionPoolState {
    typealias Handover = (waiter: ConnectionPoolWaiter, grant: ConnectionPoolGrant)

    /// The pause after a first failure to connect, doubled with each further one.
    static let firstBackoff = Duration.milliseconds(50)
    /// The longest pause between two attempts to connect.
    static let longestBackoff = Duration.seconds(5)

    private let size: Int
    private var idle: [Connection] = []
    private var inUse = 0
    private var waiters: [ConnectionPoolWaiter] = []
    private var lastWaiterID: UInt64 = 0
    private var isClosed = false
    private var backoff = Duration.zero
    private var attemptNotBefore: ContinuousClock.Instant?

    init(size: Int) {
        self.size = size
    }

    var counts: ConnectionPoolCounts {
        ConnectionPoolCounts(inUse: inUse, idle: idle.count, waiting: waiters.count)
    }

    /// What can be had at once; nil if the task has to get in line.
    mutating func acquire() -> ConnectionPoolGrant? {
        if isClosed { return .closed }
        guard waiters.isEmpty else { return nil }
        idle.removeAll { !$0.isUsable }
        if let connection = idle.popLast() {
            inUse += 1
            return .lend(connection)
        }
        guard inUse < size else { return nil }
        inUse += 1
        return .connect
    }

    mutating func nextWaiterID() -> UInt64 {
        lastWaiterID += 1
        return lastWaiterID
    }

    /// Gets in line, unless something can be had by now.
    mutating func wait(_ waiter: ConnectionPoolWaiter, isCancelled: Bool) -> ConnectionPoolGrant? {
        if isCancelled { return .cancelled }
        if let grant = acquire() { return grant }
        waiters.append(waiter)
        return nil
    }

    mutating func removeWaiter(_ id: UInt64) -> ConnectionPoolWaiter? {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return waiters.remove(at: index)
    }

    /// Takes a connection back, for the first in line if there is one; a connection that is not reusable frees its slot.
    mutating func release(_ connection: Connection, isReusable: Bool) -> Handover? {
        guard isReusable, !isClosed else { return giveUpSlot() }
        if !waiters.isEmpty { return (waiters.removeFirst(), .lend(connection)) }
        inUse -= 1
        idle.append(connection)
        return nil
    }

    /// Frees the slot of a connection that is gone or was not to be had.
    mutating func giveUpSlot() -> Handover? {
        if !waiters.isEmpty { return (waiters.removeFirst(), .connect) }
        inUse -= 1
        return nil
    }

    /// When the next attempt to connect may start.
    func nextAttempt(now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        max(now, attemptNotBefore ?? now)
    }

    mutating func connected() {
        backoff = .zero
        attemptNotBefore = nil
    }

    mutating func connectFailed(now: ContinuousClock.Instant) {
        backoff = backoff == .zero ? Self.firstBackoff : min(backoff * 2, Self.longestBackoff)
        attemptNotBefore = now + backoff
    }

    /// Refuses everything from now on; returns who is to be told and what is to be closed.
    mutating func close() -> (waiters: [ConnectionPoolWaiter], connections: [Connection]) {
        isClosed = true
        defer {
            waiters = []
            idle = []
        }
        return (waiters, idle)
    }
}
