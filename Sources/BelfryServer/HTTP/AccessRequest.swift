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
    /// The address at the other end of the connection.
    public var peer: IPAddress?

    /// A request of these values.
    public init(
        method: String,
        path: String,
        authorization: String?,
        host: String?,
        origin: String?,
        peer: IPAddress?
    ) {
        self.method = method
        self.path = path
        self.authorization = authorization
        self.host = host
        self.origin = origin
        self.peer = peer
    }
}
