internal import NIOCore

/// The time allowed for a request is used up.
struct DeadlineExceeded: Error {}

/// Runs work that answers to cancellation, and cancels it when the deadline passes.
func withDeadline<Value: Sendable>(
    _ deadline: NIODeadline,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            let left = deadline - .now()
            try await Task.sleep(for: .nanoseconds(max(0, left.nanoseconds)))
            throw DeadlineExceeded()
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
