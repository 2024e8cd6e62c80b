public import NIOCore

/// How long a client may take; slower ones lose their connection.
public struct RequestTimeouts: Hashable, Sendable {
    /// From the first byte of a request to the end of its head; of the first request, from the beginning of the connection.
    public var head: TimeAmount
    /// From the end of a head to the end of its body: 64 KiB arrive in it even at 2 KiB a second.
    public var body: TimeAmount
    /// Between an answer and the next request, and without progress in reading an answer.
    public var idle: TimeAmount

    /// The timeouts in use unless a test wants others: 10, 30 and 60 seconds.
    public init(head: TimeAmount = .seconds(10), body: TimeAmount = .seconds(30), idle: TimeAmount = .seconds(60)) {
        self.head = head
        self.body = body
        self.idle = idle
    }
}
