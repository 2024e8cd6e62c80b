import Synchronization

/// What may cut one call on a connection short: its task's cancellation or its deadline.
final class Interrupt: Sendable {
    let deadline: ContinuousClock.Instant?
    private let isCancelled = Atomic<Bool>(false)

    init(deadline: ContinuousClock.Instant?) {
        self.deadline = deadline
    }

    func cancel() {
        isCancelled.store(true, ordering: .releasing)
    }

    /// Why the call should end now, nil if it may go on.
    func reason() -> PostgresError.Kind? {
        if isCancelled.load(ordering: .acquiring) { return .cancelled }
        if let deadline, deadline <= .now { return .deadlineExceeded }
        return nil
    }
}
