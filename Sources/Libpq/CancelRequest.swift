import CLibpq
import Synchronization

/// A request to cancel what a connection's server is doing, sent over a connection of its own.
///
/// libpq sends it blocking, and a host that is gone makes it block for long: so it runs on a thread of its own, which ends
/// by itself.
final class CancelRequest: Sendable {
    private let isSent = Atomic<Bool>(false)

    /// Whether the server has taken the request, or it has failed.
    var isDone: Bool { isSent.load(ordering: .acquiring) }

    init(_ connection: OpaquePointer, then wake: @escaping @Sendable () -> Void) {
        guard let cancel = PQgetCancel(connection) else {
            isSent.store(true, ordering: .releasing)
            return
        }
        // The copy of the address and key that libpq made for this belongs to the new thread alone.
        nonisolated(unsafe) let handle = cancel
        let isStarted = PosixThread.start {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
                _ = PQcancel(handle, buffer.baseAddress, 256)
            }
            PQfreeCancel(handle)
            self.isSent.store(true, ordering: .releasing)
            wake()
        }
        if !isStarted {
            PQfreeCancel(handle)
            isSent.store(true, ordering: .releasing)
        }
    }
}
