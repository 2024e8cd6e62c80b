internal import BelfryCore
public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Decides what is due by time alone, once a second.
public struct Ticker: Service {
    private static let interval = Duration.seconds(1)

    private let store: TickerStore
    private let failureStore: RuleFailureStore
    private let failures: RuleFailures
    private let metrics: BelfryMetrics
    private let dispatches: Wakeup
    private let logger: Logger

    /// A ticker that wakes the dispatcher by `dispatches`.
    public init(
        store: TickerStore,
        failureStore: RuleFailureStore,
        failures: RuleFailures,
        metrics: BelfryMetrics,
        dispatches: Wakeup,
        logger: Logger
    ) {
        self.store = store
        self.failureStore = failureStore
        self.failures = failures
        self.metrics = metrics
        self.dispatches = dispatches
        self.logger = logger
    }

    /// Ticks until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            let start = ContinuousClock.now
            while !Task.isCancelled {
                await tick(runningFor: ContinuousClock.now - start)
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func tick(runningFor running: Duration) async {
        do {
            let report = try await store.decideDue(runningFor: running)
            metrics.tickerLastSuccess.set(WallClock.now())
            metrics.working.note(.ticker, at: WallClock.now())
            failures.note(report.failures)
            let raised = try await failureStore.report(failures.take(at: .now))
            if report.hasTransitions || raised { dispatches.signal() }
        } catch {
            guard !Task.isCancelled else { return }
            metrics.working.noteFailure(.ticker, at: WallClock.now())
            logger.warning("ticker pass failed", metadata: ["error": "\(error)"])
        }
    }
}
