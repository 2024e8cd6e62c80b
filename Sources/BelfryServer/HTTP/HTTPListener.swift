/// Where an HTTP server listens, what it answers there, and its limits.
public struct HTTPListener: Hashable, Sendable {
    /// What a listener answers.
    public enum Scope: String, Hashable, Sendable {
        /// Webhooks, health, metrics and everything else.
        case everything
        /// Webhooks alone: the port to expose.
        case webhooks
    }

    /// The most connections at once: below the usual limit of 1,024 descriptors, with room for the database and chats.
    public static let defaultMaximumConnections = 900
    /// The most connections of strangers from one address: more than a sender opens before its first webhook is verified.
    public static let defaultMaximumConnectionsPerAddress = 300
    /// The most bytes of a header, of all its fields and of each, and the most fields.
    static let maximumHeaderBytes = 16_384
    static let maximumHeaderFields = 100
    /// Connections that wait to be accepted: a crowd that comes at once, and beyond which the system lets clients try again
    /// after a second.
    static let backlog = 1_024

    /// The address to bind.
    public var host: String
    /// The port to bind; 0 for any free one.
    public var port: Int
    /// What is answered.
    public var scope: Scope
    /// The most connections at once: beyond it the oldest stranger makes room, and without strangers more wait in the system's
    /// backlog.
    public var maximumConnections: Int
    /// The most connections of strangers from one address; beyond it the oldest of them makes room.
    public var maximumConnectionsPerAddress: Int
    /// How long clients may take.
    public var timeouts: RequestTimeouts
    /// Whether `POST /webhooks/noop` is answered 200 at once, unverified and unstored, for benchmarks.
    public var answersNoop: Bool
    /// Whether plain webhooks are answered before the HTTP decoder; no client can tell, and tests compare both ways.
    var takesPlainWebhooks = true

    /// A listener of these values.
    public init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        scope: Scope = .everything,
        maximumConnections: Int = HTTPListener.defaultMaximumConnections,
        maximumConnectionsPerAddress: Int = HTTPListener.defaultMaximumConnectionsPerAddress,
        timeouts: RequestTimeouts = RequestTimeouts(),
        answersNoop: Bool = false
    ) {
        self.host = host
        self.port = port
        self.scope = scope
        self.maximumConnections = maximumConnections
        self.maximumConnectionsPerAddress = maximumConnectionsPerAddress
        self.timeouts = timeouts
        self.answersNoop = answersNoop
    }

    /// From how many connections on a stranger makes room: the last quarter is for those that are about to leave.
    var connectionsBeforeRoomIsMade: Int { max(1, maximumConnections * 3 / 4) }
}
