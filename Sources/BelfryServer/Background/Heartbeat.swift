internal import BelfryCore
public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Says in the database that this replica is receiving, and when it had to refuse.
public struct Heartbeat: Service {
    private let store: CoverageStore
    private let metrics: BelfryMetrics
    private let logger: Logger

    /// A heartbeat of this replica.
    public init(store: CoverageStore, metrics: BelfryMetrics, logger: Logger) {
        self.store = store
        self.metrics = metrics
        self.logger = logger
    }

    /// Beats until shut down, then says that the end was clean.
    public func run() async {
        await cancelWhenGracefulShutdown {
            var refusedBefore = refusals
            var lastBeat = ContinuousClock.now
            while !Task.isCancelled {
                do {
                    let now = ContinuousClock.now
                    if refusals > refusedBefore {
                        let gap = (now - lastBeat) / .seconds(1)
                        refusedBefore = refusals
                        try await store.refused(forSeconds: gap)
                    }
                    try await store.beat()
                    metrics.databaseUp.set(true)
                    lastBeat = now
                    metrics.working.note(.database, at: WallClock.now())
                } catch {
                    guard !Task.isCancelled else { break }
                    // A scrape of this process alone asks no database, and is told what was seen here.
                    metrics.databaseUp.set(false)
                    metrics.working.noteFailure(.database, at: WallClock.now())
                    logger.warning("heartbeat failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: CoverageStore.heartbeat)
            }
        }
        do {
            try await store.end()
        } catch {
            logger.warning("the end was not recorded", metadata: ["error": "\(error)"])
        }
    }

    /// Senders that were told to come again so far.
    private var refusals: Int64 { metrics.webhookRequests(.overloaded) + metrics.webhookRequests(.unavailable) }
}
