internal import BelfryStore
public import Libpq
public import Logging
public import ServiceLifecycle

/// Hears of the transitions other replicas commit, so that whoever dispatches first does so at once.
public struct TransitionListener: Service {
    private static let pause = Duration.seconds(2)

    private let configuration: ConnectionConfiguration
    private let dispatches: Wakeup
    private let logger: Logger

    /// A listener that wakes the dispatcher by `dispatches`.
    public init(configuration: ConnectionConfiguration, dispatches: Wakeup, logger: Logger) {
        self.configuration = configuration
        self.dispatches = dispatches
        self.logger = logger
    }

    /// Listens until shut down, connecting anew whenever the connection is lost.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let connection = try await Connection.connect(configuration)
                    let notifications = try await connection.listen(to: DispatchStore.wakeUpChannel)
                    // What was missed meanwhile.
                    dispatches.signal()
                    for await _ in notifications { dispatches.signal() }
                    await connection.close()
                } catch {
                    if !Task.isCancelled { logger.debug("not listening", metadata: ["error": "\(error)"]) }
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
