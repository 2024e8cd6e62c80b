import BelfryCore
import BelfryStore
import Synchronization

/// A source whose snapshots a test chooses, counted.
final class FakeMetricsSource: MetricsSource {
    private let snapshot: @Sendable () async throws -> MetricsSnapshot
    private let count = Mutex(0)

    init(
        snapshot: @escaping @Sendable () async throws -> MetricsSnapshot = { .init(jobs: [], alerts: [], pending: []) }
    ) {
        self.snapshot = snapshot
    }

    /// How many snapshots were begun.
    var reads: Int { count.withLock { $0 } }

    func metricsSnapshot() async throws -> MetricsSnapshot {
        count.withLock { $0 += 1 }
        return try await snapshot()
    }
}
