/// What a connection is told from outside.
enum ConnectionEvent: Sendable {
    /// Another connection needs its place: close, after the answer where one is under way.
    case makeRoom
}
