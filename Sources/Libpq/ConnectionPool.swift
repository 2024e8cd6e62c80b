import Synchronization

/// A fixed number of connections that tasks borrow.
///
/// Connections are made when they are needed and kept. Waiting tasks are served in the order they came. A connection that is
/// lost, or comes back in the middle of a transaction, is closed and replaced; while the server cannot be reached, attempts
/// to connect are spaced out from 50 ms to 5 s.
public final class ConnectionPool: Sendable {
    private let configuration: ConnectionConfiguration
    private let acquireTimeout: Duration
    private let state: Mutex<ConnectionPoolState>

    /// A pool of up to `size` connections, none of which is made yet.
    ///
    /// A task that gets no connection within `acquireTimeout` is given a `poolTimeout` error.
    public init(configuration: ConnectionConfiguration, size: Int, acquireTimeout: Duration = .seconds(5)) {
        precondition(size > 0, "a pool of \(size) connections")
        self.configuration = configuration
        self.acquireTimeout = acquireTimeout
        state = Mutex(ConnectionPoolState(size: size))
    }

    /// How many connections there are and how many tasks wait for one.
    public var counts: ConnectionPoolCounts {
        state.withLock { $0.counts }
    }

    /// Lends a connection to `body` for as long as it runs.
    ///
    /// Throws what `body` throws, or `poolTimeout`, `poolClosed` or `cancelled`. The connection must not be used after `body`
    /// has returned. Do not borrow a second connection inside: tasks that do can wait for each other.
    public nonisolated(nonsending) func withConnection<Value>(
        _ body: nonisolated(nonsending) (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await acquire()
        defer { release(connection) }
        return try await body(connection)
    }

    /// Closes the idle connections, refuses waiting and new tasks, and closes lent connections when they come back.
    public func close() async {
        let (waiters, connections) = state.withLock { $0.close() }
        for waiter in waiters {
            waiter.continuation.resume(returning: .closed)
        }
        for connection in connections {
            await connection.close()
        }
    }

    private nonisolated(nonsending) func acquire() async throws(PostgresError) -> Connection {
        let deadline = ContinuousClock.now + acquireTimeout
        var grant = state.withLock { $0.acquire() }
        if grant == nil { grant = await wait(until: deadline) }
        switch grant {
        case .lend(let connection): return connection
        case .connect: return try await connect(until: deadline)
        case .closed: throw PostgresError(.poolClosed, message: "the connection pool is closed")
        case .cancelled: throw PostgresError(.cancelled, message: "cancelled while waiting for a connection")
        case .timedOut, nil: throw timeout(after: nil)
        }
    }

    /// Tries to connect, again and again with the pool's backoff, until it works or the deadline comes.
    private nonisolated(nonsending) func connect(
        until deadline: ContinuousClock.Instant
    ) async throws(PostgresError) -> Connection {
        var lastError: PostgresError?
        while true {
            let start = state.withLock { $0.nextAttempt(now: .now) }
            if start > deadline {
                giveUp()
                throw timeout(after: lastError)
            }
            do {
                try await Task.sleep(until: start, clock: .continuous)
                let connection = try await Connection.connect(configuration, deadline: deadline)
                state.withLock { $0.connected() }
                return connection
            } catch let error as PostgresError where error.kind != .cancelled {
                state.withLock { $0.connectFailed(now: .now) }
                lastError = error
            } catch {
                giveUp()
                throw PostgresError(.cancelled, message: "cancelled while connecting")
            }
        }
    }

    private nonisolated(nonsending) func wait(until deadline: ContinuousClock.Instant) async -> ConnectionPoolGrant {
        let id = state.withLock { $0.nextWaiterID() }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A sleep that is cancelled means the wait is over or the task is cancelled; both have been dealt with.
                guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
                self.resume(id, with: .timedOut)
            }
            let grant = await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let waiter = ConnectionPoolWaiter(id: id, continuation: continuation)
                    let grant = state.withLock { $0.wait(waiter, isCancelled: Task.isCancelled) }
                    if let grant { continuation.resume(returning: grant) }
                }
            } onCancel: {
                self.resume(id, with: .cancelled)
            }
            group.cancelAll()
            return grant
        }
    }

    private func resume(_ id: UInt64, with grant: ConnectionPoolGrant) {
        let waiter = state.withLock { $0.removeWaiter(id) }
        waiter?.continuation.resume(returning: grant)
    }

    private func release(_ connection: Connection) {
        pass(on: state.withLock { $0.release(connection, isReusable: connection.isReusable) })
    }

    private func giveUp() {
        pass(on: state.withLock { $0.giveUpSlot() })
    }

    private func pass(on handover: (waiter: ConnectionPoolWaiter, grant: ConnectionPoolGrant)?) {
        handover?.waiter.continuation.resume(returning: handover?.grant ?? .closed)
    }

    private func timeout(after error: PostgresError?) -> PostgresError {
        PostgresError(
            .poolTimeout,
            message: "no connection to PostgreSQL within \(acquireTimeout)",
            underlying: error
        )
    }
}

extension Connection {
    fileprivate nonisolated var isReusable: Bool { isUsable && !isInTransaction }
}
