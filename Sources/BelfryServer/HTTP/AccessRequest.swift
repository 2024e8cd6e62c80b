public import BelfryCore

/// What access is decided by.
public struct AccessRequest: Hashable, Sendable {
    /// The method, in capitals.
    public var method: String
    /// The path without its query.
    public var path: String
    /// The `Authorization` field.
    public var authorization: String?
    /// The host the client asked for, with its port where it sent one.
    public var host: String?
    /// The `Origin` field.
    public var origin: String?
    /// The `Sec-Fetch-Site` field.
    public var fetchSite: String?
    /// Whether it came through another server, as far as that says so.
    public var isForwarded: Bool
    /// The client's address: that of the other end of the connection, unless that is a trusted proxy.
    public var peer: IPAddress?

    /// A request of these values.
    public init(
        method: String,
        path: String,
        authorization: String?,
        host: String?,
        origin: String?,
        fetchSite: String? = nil,
        isForwarded: Bool = false,
        peer: IPAddress?
    ) {
        self.method = method
        self.path = path
        self.authorization = authorization
        self.host = host
        self.origin = origin
        self.fetchSite = fetchSite
        self.isForwarded = isForwarded
        self.peer = peer
    }
}
