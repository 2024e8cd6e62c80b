/// A connection's place in its listener's table; used on the connection's event loop only.
final class ConnectionLease {
    private let id: ConnectionTable.ID
    private let limiter: ConnectionLimiter
    /// Whether the connection carried a webhook whose signature matched.
    private(set) var isProven = false

    init(id: ConnectionTable.ID, limiter: ConnectionLimiter) {
        self.id = id
        self.limiter = limiter
    }

    /// Notes that the connection carried such a webhook: it is not made to leave from now on.
    func prove() {
        isProven = true
        limiter.prove(id)
    }

    /// Counts that the connection is being closed, and perhaps logs it.
    func drop(_ reason: ConnectionDrop, peer: String) {
        limiter.observe(reason, peer: peer)
    }
}

@available(*, unavailable)
extension ConnectionLease: Sendable {}
