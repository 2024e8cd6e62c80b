public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Keeps partitions ahead of time, and deletes what is older than its retention.
public struct Maintenance: Service {
    private static let interval = Duration.seconds(600)

    private let partitions: PartitionStore
    private let retention: RetentionStore
    private let policy: RetentionPolicy
    private let managesPartitions: Bool
    private let metrics: BelfryMetrics
    private let logger: Logger

    /// Maintenance of these partitions by this policy; where it does not manage partitions, they are made and dropped elsewhere.
    public init(
        partitions: PartitionStore,
        retention: RetentionStore,
        policy: RetentionPolicy,
        managesPartitions: Bool = true,
        metrics: BelfryMetrics,
        logger: Logger
    ) {
        self.partitions = partitions
        self.retention = retention
        self.policy = policy
        self.managesPartitions = managesPartitions
        self.metrics = metrics
        self.logger = logger
    }

    /// Maintains until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await attempt(.partitions) {
                    let made = try await partitions.maintain(makesPartitions: managesPartitions)
                    if !made.isEmpty { logger.debug("partitions made", metadata: ["partitions": "\(made)"]) }
                }
                await attempt(.retention) {
                    note(try await retention.enforce(policy, dropsPartitions: managesPartitions))
                    for (state, count) in try await retention.partitions() {
                        metrics.partitions.with(state).set(Double(count))
                    }
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func note(_ report: RetentionReport) {
        guard !report.isEmpty else { return }
        logger.info(
            "history deleted",
            metadata: [
                "days.dropped": "\(report.dropped)", "days.thinned": "\(report.thinned)",
                "days.postponed": "\(report.postponed)", "keys": "\(report.keys)", "rows": "\(report.rows)",
            ]
        )
    }

    private func attempt(_ task: MaintenanceTask, _ body: () async throws -> Void) async {
        do {
            try await body()
            metrics.maintenanceSucceeded(task)
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("maintenance failed", metadata: ["task": "\(task.rawValue)", "error": "\(error)"])
        }
    }
}
