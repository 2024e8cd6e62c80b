internal import BelfryCore
internal import BelfryStore
internal import Logging
public import ServiceLifecycle

/// Turns committed transitions into notifications, round after round.
public struct Dispatcher: Service {
    /// The longest sleep: a lost wake-up costs this much latency and nothing else.
    private static let longestSleep = Duration.seconds(5)
    private static let pauseAfterError = Duration.seconds(1)
    /// From the start of a round to the next: what a busy time brings meanwhile shares one transaction.
    private static let pauseBetweenRounds = Duration.milliseconds(10)
    /// The same after a round that found several transitions: more are on the way, and rounds take time from ingest.
    private static let pauseBetweenBusyRounds = Duration.milliseconds(25)
    /// The same after a round that found as many as a few hundred a second: nobody reads them one by one.
    private static let pauseBetweenFullRounds = Duration.milliseconds(100)
    private static let fullRound = 10

    private let store: DispatchStore
    private let routing: ActiveRouting
    private let metrics: BelfryMetrics
    private let wakeup: Wakeup
    private let deliveries: Wakeup
    private let logger: Logger

    /// A dispatcher that sleeps on `wakeup` and wakes the deliverer by `deliveries`.
    init(
        store: DispatchStore,
        routing: ActiveRouting,
        metrics: BelfryMetrics,
        wakeup: Wakeup,
        deliveries: Wakeup,
        logger: Logger
    ) {
        self.store = store
        self.routing = routing
        self.metrics = metrics
        self.wakeup = wakeup
        self.deliveries = deliveries
        self.logger = logger
    }

    /// Runs rounds until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            var adopted = 0
            while !Task.isCancelled {
                let start = ContinuousClock.now
                let routing = routing.current
                if routing.number != adopted, await adopt(routing.dispatch) { adopted = routing.number }
                let (sleep, pause) = await round(routing.dispatch)
                await wakeup.wait(atMost: sleep)
                try? await Task.sleep(until: start + pause)
            }
        }
    }

    /// Takes up what fires for receivers that are new; false where the database did not answer.
    private func adopt(_ routing: DispatchRouting) async -> Bool {
        do {
            let count = try await store.adopt(routing)
            if count > 0 { logger.info("firing alerts taken up", metadata: ["alerts": "\(count)"]) }
            return true
        } catch {
            logger.warning("firing alerts not taken up", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// One round; returns how long to sleep, and how long after its start the next may begin.
    private func round(_ routing: DispatchRouting) async -> (sleep: Duration, pause: Duration) {
        do {
            let report = try await store.round(routing)
            for (reason, count) in report.heldBack {
                metrics.notificationsSuppressed.with(reason.rawValue).add(Int64(count))
            }
            if report.notifications > 0 { deliveries.signal() }
            guard !report.hasMore else { return (.zero, Self.pauseBetweenRounds) }
            let pause = Self.pause(afterTransitions: report.transitions)
            guard let due = report.nextDueAt else { return (Self.longestSleep, pause) }
            let sleep = Duration.microseconds((due - report.now).microseconds)
            return (min(max(sleep, .milliseconds(1)), Self.longestSleep), pause)
        } catch {
            guard !Task.isCancelled else { return (.zero, .zero) }
            logger.warning("dispatch round failed", metadata: ["error": "\(error)"])
            return (Self.pauseAfterError, .zero)
        }
    }

    private static func pause(afterTransitions count: Int) -> Duration {
        if count >= fullRound { return pauseBetweenFullRounds }
        return count > 1 ? pauseBetweenBusyRounds : pauseBetweenRounds
    }
}
