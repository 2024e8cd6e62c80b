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
    private static let pauseAfterError = Duration.seconds(1)
    /// Triggers under way at once; what is more waits.
    private static let maximumConcurrency = 16
    private static let requestTime = Duration.microseconds(TriggerRequests.timeout.microseconds)

    private let store: TriggerStore
    private let alerts: TriggerAlertStore
    private let triggers: [String: Configuration.Trigger]
    private let requests: TriggerRequests
    private let wakeup: Wakeup
    private let dispatches: Wakeup
    private let logger: Logger
    private let underWay = UnderWay()

    /// A sender of these triggers that sleeps on `wakeup` and wakes the dispatcher by `dispatches`.
    init(
        store: TriggerStore,
        alerts: TriggerAlertStore,
        triggers: [Configuration.Trigger],
        requests: TriggerRequests,
        wakeup: Wakeup,
        dispatches: Wakeup,
        logger: Logger
    ) {
        self.store = store
        self.alerts = alerts
        self.triggers = Dictionary(triggers.map { ($0.rule.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.requests = requests
        self.wakeup = wakeup
        self.dispatches = dispatches
        self.logger = logger
    }

    /// Sends until shut down; what is under way is finished and recorded first.
    func run() async {
        guard !triggers.isEmpty else {
            try? await gracefulShutdown()
            return
        }
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
        let names = Array(triggers.keys)
        let free = Self.maximumConcurrency - underWay.count
        guard free > 0 else { return Self.longestSleep }
        do {
            let claims = try await store.claim(names, limit: free)
            for claim in claims {
                underWay.add(1)
                group.addTask {
                    await send(claim)
                    underWay.add(-1)
                    wakeup.signal()
                }
            }
            guard claims.isEmpty else { return .zero }
            guard let next = try await store.nextDue(names) else { return Self.longestSleep }
            return min(max(.microseconds((next.due - next.now).microseconds), .milliseconds(5)), Self.longestSleep)
        } catch {
            logger.warning("triggers not readable", metadata: ["error": "\(error)"])
            return Self.pauseAfterError
        }
    }

    private func send(_ claim: TriggerClaim) async {
        let metadata: Logger.Metadata = [
            "trigger": "\(claim.key.trigger)", "job.id": "\(claim.key.jobID)",
            "execution.id": "\(claim.key.executionID)", "attempt": "\(claim.attempt)",
        ]
        guard let trigger = triggers[claim.key.trigger] else { return }
        // Nothing is sent that the lease might not outlast: the attempt is left to become in doubt.
        guard ContinuousClock.now + Self.requestTime < claim.leaseEnds else {
            logger.warning("trigger given up: this process stood still", metadata: metadata)
            return
        }
        let record = await requests.send(claim, to: trigger.target)
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
        do {
            try await store.complete(claim, record)
        } catch {
            logger.warning(
                "what became of a trigger was not recorded: it will be in doubt",
                metadata: metadata.merging(["error": "\(error)"], uniquingKeysWith: { $1 })
            )
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
