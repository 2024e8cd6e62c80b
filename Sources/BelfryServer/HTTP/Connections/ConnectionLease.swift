/// A connection's place in its listener's table.
struct ConnectionLease: Sendable {
    let id: ConnectionTable.ID
    private let limiter: ConnectionLimiter

    init(id: ConnectionTable.ID, limiter: ConnectionLimiter) {
        self.id = id
        self.limiter = limiter
    }

    /// Notes that the connection carried a webhook whose signature matched.
    func prove() {
        limiter.prove(id)
    }

    /// Counts that the connection is being closed, and perhaps logs it.
    func drop(_ reason: ConnectionDrop, peer: String) {
        limiter.observe(reason, peer: peer)
    }
}
