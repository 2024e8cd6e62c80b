public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Keeps partitions ahead of time, and deletes what is older than its retention.
public struct Maintenance: Service {
    private static let interval = Duration.seconds(600)

    private let partitions: PartitionStore
    private let retention: RetentionStore
    private let policy: RetentionPolicy
    private let metrics: BelfryMetrics
    private let logger: Logger

    /// Maintenance of these partitions by this policy.
    public init(
        partitions: PartitionStore,
        retention: RetentionStore,
        policy: RetentionPolicy,
        metrics: BelfryMetrics,
        logger: Logger
    ) {
        self.partitions = partitions
        self.retention = retention
        self.policy = policy
        self.metrics = metrics
        self.logger = logger
    }

    /// Maintains until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await attempt("partitions") {
                    let made = try await partitions.maintain()
                    if !made.isEmpty { logger.debug("partitions made", metadata: ["partitions": "\(made)"]) }
                }
                await attempt("retention") { note(try await retention.enforce(policy)) }
                await attempt("count") {
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

    private func attempt(_ task: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("maintenance failed", metadata: ["task": "\(task)", "error": "\(error)"])
        }
    }
}
