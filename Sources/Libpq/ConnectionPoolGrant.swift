/// What a task gets that asked a pool for a connection.
enum ConnectionPoolGrant: Sendable {
    case lend(Connection)
    /// A free slot, for which the task has to connect itself.
    case connect
    case closed
    case timedOut
    case cancelled
}
