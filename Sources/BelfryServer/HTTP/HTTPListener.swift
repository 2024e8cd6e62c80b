/// Where an HTTP server listens, what it answers there, and its limits.
public struct HTTPListener: Hashable, Sendable {
    /// What a listener answers.
    public enum Scope: Hashable, Sendable {
        /// Webhooks, health, metrics and everything else.
        case everything
        /// Webhooks alone: the port to expose.
        case webhooks
    }

    /// The most connections at once: below the usual limit of 1,024 descriptors, with room for the database and chats.
    public static let defaultMaximumConnections = 900
    /// The most bytes of a header, of all its fields and of each, and the most fields.
    static let maximumHeaderBytes = 16_384
    static let maximumHeaderFields = 100

    /// The address to bind.
    public var host: String
    /// The port to bind; 0 for any free one.
    public var port: Int
    /// What is answered.
    public var scope: Scope
    /// The most connections at once; more wait in the system's backlog.
    public var maximumConnections: Int
    /// How long clients may take.
    public var timeouts: RequestTimeouts
    /// Whether `POST /webhooks/noop` is answered 200 at once, unverified and unstored, for benchmarks.
    public var answersNoop: Bool

    /// A listener of these values.
    public init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        scope: Scope = .everything,
        maximumConnections: Int = HTTPListener.defaultMaximumConnections,
        timeouts: RequestTimeouts = RequestTimeouts(),
        answersNoop: Bool = false
    ) {
        self.host = host
        self.port = port
        self.scope = scope
        self.maximumConnections = maximumConnections
        self.timeouts = timeouts
        self.answersNoop = answersNoop
    }
}
