public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Keeps the hourly and daily rollups a minute behind the executions, or five while more than usual arrive.
public struct RollupFolder: Service {
    /// An hour's row is rewritten whole for every fold that concerns it, so that folding seldom costs a busy server less.
    private static let interval = Duration.seconds(60)
    /// Executions of one interval from which on the server is busy: webhooks come before history.
    private static let busyBacklog = 50_000
    /// How long a busy server does not fold.
    private static let maximumDelay = Duration.seconds(300)
    /// Between transactions while a long history is folded, so that ingest has the disk in between.
    private static let breath = Duration.milliseconds(50)

    private let rollups: RollupStore
    private let logger: Logger

    /// A folder of these rollups.
    public init(rollups: RollupStore, logger: Logger) {
        self.rollups = rollups
        self.logger = logger
    }

    /// Folds until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            var folded = ContinuousClock.now
            while !Task.isCancelled {
                do {
                    let isBusy = try await rollups.backlog() > Self.busyBacklog
                    if !isBusy || ContinuousClock.now - folded >= Self.maximumDelay {
                        while try await rollups.fold() { try await Task.sleep(for: Self.breath) }
                        folded = .now
                    }
                } catch {
                    if !Task.isCancelled { logger.warning("rollups not folded", metadata: ["error": "\(error)"]) }
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
