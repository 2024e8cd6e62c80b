public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Keeps partitions ahead of time.
public struct Maintenance: Service {
    private static let interval = Duration.seconds(600)

    private let partitions: PartitionStore
    private let logger: Logger

    /// Maintenance of these partitions.
    public init(partitions: PartitionStore, logger: Logger) {
        self.partitions = partitions
        self.logger = logger
    }

    /// Maintains until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let made = try await partitions.maintain()
                    if !made.isEmpty { logger.debug("partitions made", metadata: ["partitions": "\(made)"]) }
                } catch {
                    if !Task.isCancelled { logger.warning("maintenance failed", metadata: ["error": "\(error)"]) }
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
