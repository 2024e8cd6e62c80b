/// What a connection is told from outside.
enum ConnectionEvent: Sendable {
    /// Another connection needs its place, for this reason: leave, unless a request that was on its way shows a secret.
    case makeRoom(ConnectionDrop)
}
