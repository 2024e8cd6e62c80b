/// What a connection's handlers are told from outside, or tell each other.
enum ConnectionEvent: Sendable {
    /// A webhook's body does not come: whoever keeps bytes from the decoder hands them over, for there is an answer to give.
    case handOver
    /// Another connection needs its place, for this reason: leave, unless a request that was on its way shows a secret.
    case makeRoom(ConnectionDrop)
}
