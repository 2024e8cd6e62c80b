public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Keeps the hourly and daily rollups a minute behind the executions.
public struct RollupFolder: Service {
    /// An hour's row is rewritten whole for every fold that concerns it, so that folding seldom costs a busy server less.
    private static let interval = Duration.seconds(60)
    /// Between passes while a long history is folded, so that ingest has the disk in between.
    private static let breath = Duration.milliseconds(50)

    private let rollups: RollupStore
    private let metrics: BelfryMetrics
    private let logger: Logger

    /// A folder of these rollups.
    public init(rollups: RollupStore, metrics: BelfryMetrics, logger: Logger) {
        self.rollups = rollups
        self.metrics = metrics
        self.logger = logger
    }

    /// Folds until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await rollups.fold() { try await Task.sleep(for: Self.breath) }
                    metrics.maintenanceSucceeded(.rollups)
                } catch {
                    if !Task.isCancelled { logger.warning("rollups not folded", metadata: ["error": "\(error)"]) }
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
