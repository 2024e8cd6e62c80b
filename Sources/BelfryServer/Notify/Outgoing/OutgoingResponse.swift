public import BelfryCore

/// The answer to an outgoing request.
public struct OutgoingResponse: Sendable {
    /// The HTTP status.
    public var status: Int
    /// Header fields in order.
    public var headers: [(name: String, value: String)]
    /// The body, cut at 64 KiB.
    public var body: [UInt8]
    /// From the call to the end of the answer.
    public var latency: TimeSpan

    /// A response of these values.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], latency: TimeSpan) {
        self.status = status
        self.headers = headers
        self.body = body
        self.latency = latency
    }

    /// The value of the first field of a name, in whatever case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
