import Synchronization

/// Counts the steps of an upgrade from 1 on.
final class StepCounter: Sendable {
    private let count = Atomic(0)

    /// The number of the step that begins now.
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
