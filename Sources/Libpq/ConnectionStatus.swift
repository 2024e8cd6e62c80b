import Synchronization

/// What can be known of a connection without asking its thread; published after every call.
final class ConnectionStatus: Sendable {
    private let usable = Atomic<Bool>(false)
    private let inTransaction = Atomic<Bool>(false)
    private let pid = Atomic<Int32>(0)

    /// Whether statements can be sent.
    var isUsable: Bool { usable.load(ordering: .acquiring) }
    /// Whether the last statement left a transaction block open.
    var isInTransaction: Bool { inTransaction.load(ordering: .acquiring) }
    /// The process that serves the connection, 0 before there is one.
    var backendPID: Int32 { pid.load(ordering: .acquiring) }

    func connected(backendPID: Int32) {
        pid.store(backendPID, ordering: .releasing)
        usable.store(true, ordering: .releasing)
    }

    func disconnected() {
        usable.store(false, ordering: .releasing)
    }

    func setInTransaction(_ value: Bool) {
        inTransaction.store(value, ordering: .releasing)
    }
}
