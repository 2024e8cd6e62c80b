import NIOCore

/// One execution in the queue and who waits for its answer.
struct IngestWaiter: Sendable {
    /// When its patience ends.
    let deadline: NIODeadline
    /// Where `complete` must be called.
    let eventLoop: any EventLoop
    /// Takes the answer.
    let complete: @Sendable (IngestAnswer) -> Void
}
