public import BelfryCore

/// What a process is told besides its configuration.
public struct ServerOptions: Sendable {
    /// Whether `POST /webhooks/noop` is answered at once, for benchmarks.
    public var answersNoop = false
    /// The service manager that started this process, where one did.
    public var serviceManager: ServiceManager?
    /// When this process began.
    public var startedAt = WallClock.now()
    /// How people type the commands that reach this server.
    public var commands = CommandWords()
    /// Takes the lines of the start-up text.
    public var printLine: @Sendable (String) -> Void = { _ in }
    /// Called with the port once requests are accepted.
    public var onReady: @Sendable (Int) async -> Void = { _ in }
    /// Reads the configuration again for a reload; nil where only rules and secrets can be.
    public var readConfiguration: (@Sendable () -> (configuration: Configuration?, problems: [Problem]))?

    /// The defaults: no no-op path, nothing printed.
    public init() {}
}
