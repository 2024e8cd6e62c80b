/// A request a `ChatSink` has received.
public struct SinkRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// The path with its query.
    public var path: String
    /// Header fields in order.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// When the last byte had arrived.
    public var receivedAt: ContinuousClock.Instant

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the first field of a name, in whatever case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
