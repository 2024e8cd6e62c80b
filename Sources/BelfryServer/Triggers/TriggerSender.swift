internal import BelfryCore
internal import BelfryStore
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Sends the triggers that ingest has decided, and tells of those that did not work; a service of its own, so that no chat delays
/// it.
struct TriggerSender: Service {
    private static let longestSleep = Duration.seconds(5)
    /// Without a trigger there is only what was fired by those that are gone.
    private static let idleSleep = Duration.seconds(60)
    private static let pauseAfterError = Duration.seconds(1)
    /// Triggers under way at once; what is more waits.
    private static let maximumConcurrency = 16
    /// Between tries to record an answer; they end after 4 s, which a shutdown may have to wait for.
    private static let firstPause = Duration.milliseconds(100)
    private static let lastPause = Duration.seconds(5)
    private static let requestTime = Duration.microseconds(TriggerRequests.timeout.microseconds)

    private let store: TriggerStore
    private let alerts: TriggerAlertStore
    private let triggers: ActiveTriggers
    private let metrics: BelfryMetrics
    private let wakeup: Wakeup
    private let dispatches: Wakeup
    private let logger: Logger
    private let underWay = UnderWay()

    /// A sender of these triggers that sleeps on `wakeup` and wakes the dispatcher by `dispatches`.
    init(
        store: TriggerStore,
        alerts: TriggerAlertStore,
        triggers: ActiveTriggers,
        metrics: BelfryMetrics,
        wakeup: Wakeup,
        dispatches: Wakeup,
        logger: Logger
    ) {
        self.store = store
        self.alerts = alerts
        self.triggers = triggers
        self.metrics = metrics
        self.wakeup = wakeup
        self.dispatches = dispatches
        self.logger = logger
    }

    /// Sends until shut down; what is under way is finished and recorded first.
    func run() async {
        let start = ContinuousClock.now
        let isStopping = Atomic(false)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
                    let sleep = await claim(into: &group)
                    await tell(runningFor: ContinuousClock.now - start)
                    if sleep > .zero { await wakeup.wait(atMost: sleep) }
                }
            }
        } onGracefulShutdown: {
            isStopping.store(true, ordering: .relaxed)
            wakeup.signal()
        }
    }

    /// Claims what is due and starts it; returns how long to sleep.
    private func claim(into group: inout DiscardingTaskGroup) async -> Duration {
        let current = triggers.current
        let names = Array(current.targets.keys)
        let free = Self.maximumConcurrency - underWay.count
        guard free > 0 else { return Self.longestSleep }
        do {
            let round = try await store.claim(names, limit: free)
            for trigger in round.gaveUp { metrics.count(.gaveUp, of: trigger) }
            for trigger in round.abandoned { metrics.count(.inDoubt, of: trigger) }
            for claim in round.claims {
                underWay.add(1)
                group.addTask {
                    await send(claim, by: current)
                    underWay.add(-1)
                    wakeup.signal()
                }
            }
            guard round.claims.isEmpty else { return .zero }
            guard !names.isEmpty else { return Self.idleSleep }
            guard let next = try await store.nextDue(names) else { return Self.longestSleep }
            return min(max(.microseconds((next.due - next.now).microseconds), .milliseconds(5)), Self.longestSleep)
        } catch {
            logger.warning("triggers not readable", metadata: ["error": "\(error)"])
            return Self.pauseAfterError
        }
    }

    private func send(_ claim: TriggerClaim, by current: ActiveTriggers.Entry) async {
        let metadata: Logger.Metadata = [
            "trigger": "\(claim.key.trigger)", "job.id": "\(claim.key.jobID)",
            "execution.id": "\(claim.key.executionID)", "attempt": "\(claim.attempt)",
        ]
        guard let target = current.targets[claim.key.trigger] else { return }
        // Nothing is sent that the lease might not outlast: the attempt is left to become in doubt.
        guard ContinuousClock.now + Self.requestTime < claim.leaseEnds else {
            logger.warning("trigger given up: this process stood still", metadata: metadata)
            return
        }
        let record = await current.requests.send(claim, to: target)
        metrics.count(TriggerOutcome(record.outcome), of: claim.key.trigger)
        if record.latency > .zero { metrics.triggerLatency.observe(nanoseconds: record.latency.microseconds * 1_000) }
        if case .delivered = record.outcome {
            logger.info("trigger sent", metadata: metadata)
        } else {
            logger.warning(
                "trigger not delivered",
                metadata: metadata.merging(
                    ["outcome": "\(record.outcome)", "error": "\(record.error ?? "")"],
                    uniquingKeysWith: { $1 }
                )
            )
        }
        await complete(claim, record, metadata)
    }

    /// Records what an attempt came to, where the database does not take it at once, again for some seconds.
    private func complete(_ claim: TriggerClaim, _ record: TriggerRecord, _ metadata: Logger.Metadata) async {
        var pause = Self.firstPause
        while true {
            do {
                try await store.complete(claim, record)
                return
            } catch {
                guard pause < Self.lastPause else {
                    logger.warning(
                        "what became of a trigger was not recorded: it will be in doubt",
                        metadata: metadata.merging(["error": "\(error)"], uniquingKeysWith: { $1 })
                    )
                    return
                }
            }
            try? await Task.sleep(for: pause)
            pause *= 3
        }
    }

    private func tell(runningFor running: Duration) async {
        do {
            if try await alerts.decideDue(runningFor: running) { dispatches.signal() }
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("alerts about triggers not decided", metadata: ["error": "\(error)"])
        }
    }

    /// How many triggers are being sent.
    private final class UnderWay: Sendable {
        private let number = Atomic(0)

        var count: Int { number.load(ordering: .relaxed) }

        func add(_ change: Int) { number.wrappingAdd(change, ordering: .relaxed) }
    }
}
