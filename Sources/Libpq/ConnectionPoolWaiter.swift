/// A task in line for a connection.
struct ConnectionPoolWaiter: Sendable {
    let id: UInt64
    let continuation: CheckedContinuation<ConnectionPoolGrant, Never>
}
