public import BelfryCore

/// A request to somebody else's server.
public struct OutgoingRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// Where it goes.
    public var url: TargetURL
    /// Header fields in order; `Host`, `Content-Length` and `User-Agent` are added.
    public var headers: [(name: String, value: String)]
    /// The body as sent.
    public var body: [UInt8]
    /// How long it may take where that is shorter than the client's own limit, so that several requests fit into one attempt.
    public var timeLimit: TimeSpan?

    /// A request of these values.
    public init(
        method: String = "POST",
        url: TargetURL,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// A request that carries JSON.
    public init(url: TargetURL, json: [UInt8], headers: [(name: String, value: String)] = []) {
        self.init(url: url, headers: [(name: "Content-Type", value: "application/json")] + headers, body: json)
    }
}
