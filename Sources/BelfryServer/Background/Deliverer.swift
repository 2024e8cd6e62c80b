internal import BelfryCore
internal import BelfryStore
internal import Foundation
internal import Logging
public import ServiceLifecycle
internal import Synchronization

/// Empties the outbox: claims an attempt per free channel, sends, records the outcome.
///
/// Channels do not wait for each other; within one, order is kept and one attempt is under way.
public struct Deliverer: Service {
    private static let longestSleep = Duration.seconds(5)
    private static let pauseAfterError = Duration.seconds(1)
    /// Attempts under way at once; more channels than that take turns.
    private static let maximumConcurrency = 64
    /// The longest a request takes: nothing is sent with less than this left of the lease.
    private static let requestTime = Duration.microseconds(GuardedHTTPClient.totalTimeout.microseconds)
    /// Between two looks for what has become too old to be sent one by one.
    private static let backlogInterval = Duration.seconds(30)

    let store: DeliveryStore
    private let backlog: BacklogStore
    private let routing: ActiveRouting
    let metrics: BelfryMetrics
    let wakeup: Wakeup
    /// Signalled when a channel has broken or is back.
    let channelChanges: Wakeup
    private let links: MessageLinks
    private let timeZone: String
    let backoff = Backoff()
    private let now: @Sendable () -> Instant
    let logger: Logger

    /// A deliverer for the channels in force that sleeps on `wakeup`, and signals `channelChanges` when one breaks or is back.
    init(
        store: DeliveryStore,
        backlog: BacklogStore,
        routing: ActiveRouting,
        metrics: BelfryMetrics,
        wakeup: Wakeup,
        channelChanges: Wakeup,
        links: MessageLinks,
        timeZone: String,
        logger: Logger
    ) {
        self.store = store
        self.backlog = backlog
        self.routing = routing
        self.metrics = metrics
        self.wakeup = wakeup
        self.channelChanges = channelChanges
        self.links = links
        self.timeZone = timeZone
        now = WallClock.now
        self.logger = logger
    }

    /// Delivers until shut down; attempts under way are finished and recorded first.
    public func run() async {
        let isStopping = Atomic(false)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var backlogDue = ContinuousClock.now
                while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
                    let routing = routing.current
                    guard !routing.channels.isEmpty else {
                        // Without a channel there is no outbox to look through, until a reload brings one.
                        metrics.working.note(.delivery, at: now())
                        await wakeup.wait(atMost: Self.longestSleep)
                        continue
                    }
                    if ContinuousClock.now >= backlogDue, await replaceBacklog(routing) {
                        backlogDue = .now + Self.backlogInterval
                    }
                    let sleep = await claim(routing, into: &group)
                    if sleep > .zero { await wakeup.wait(atMost: sleep) }
                }
            }
        } onGracefulShutdown: {
            isStopping.store(true, ordering: .relaxed)
            wakeup.signal()
        }
    }

    /// Puts digests in the place of what is too old; false where the database did not answer.
    private func replaceBacklog(_ routing: ActiveRouting.Entry) async -> Bool {
        do {
            for (name, count) in try await backlog.replace(Array(routing.channelsByName.keys)) {
                logger.warning(
                    "old notifications replaced by a digest",
                    metadata: ["channel": "\(name)", "notifications": "\(count)"]
                )
                guard let channel = routing.channelsByName[name]?.spec else { continue }
                metrics.notificationsFailed
                    .with(channel.integration, channel.receiver, DeliveryFailure.expired.rawValue)
                    .add(Int64(count))
            }
            return true
        } catch {
            logger.warning("backlog not readable", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Claims what is due and starts it; returns how long to sleep.
    private func claim(
        _ routing: ActiveRouting.Entry,
        into group: inout DiscardingTaskGroup
    ) async -> Duration {
        let hosts = routing.hosts
        let start = ContinuousClock.now
        let waits = routing.channelsByName.mapValues { hosts.wait($0.notifier.hostPace?.host ?? "", at: start) }
        let names = waits.filter { $0.value == .zero }.map(\.key)
        let hostWait = waits.values.filter { $0 > .zero }.min() ?? Self.longestSleep
        do {
            let claims = try await store.claim(names, limit: Self.maximumConcurrency)
            metrics.working.note(.delivery, at: now())
            for claim in claims {
                guard let channel = routing.channelsByName[claim.channel] else { continue }
                if let host = channel.notifier.hostPace?.host { hosts.take(1, from: host, at: .now) }
                group.addTask { await deliver(claim, to: channel) }
            }
            guard claims.isEmpty else { return .zero }
            let longest = min(hostWait, Self.longestSleep)
            guard let next = try await store.nextDue(names) else { return longest }
            return min(max(.microseconds((next.due - next.now).microseconds), .milliseconds(5)), longest)
        } catch {
            metrics.working.noteFailure(.delivery, at: now())
            logger.warning("outbox not readable", metadata: ["error": "\(error)"])
            return Self.pauseAfterError
        }
    }

    private func deliver(_ claim: DeliveryClaim, to channel: DeliveryChannel) async {
        // What is sent after the lease has ended may be sent by another replica too: the attempt is left to become `unknown`.
        guard ContinuousClock.now + Self.requestTime < claim.leaseEnds else {
            logger.warning("attempt given up: this process stood still", metadata: ["channel": "\(claim.channel)"])
            return
        }
        let integration = type(of: channel.notifier).integration
        let started = now()
        metrics.notificationRequests.increment()
        metrics.notificationLatency.observe(nanoseconds: max(0, (started - claim.decidedAt).microseconds) * 1_000)
        var report: DeliveryReport
        if let reason = channel.notifier.reasonNotToSend(claim.content) {
            report = DeliveryReport(outcome: .delivered, error: "not sent: \(reason)", latency: .zero)
            report.requests = 0
        } else {
            report = await channel.notifier.deliver(
                claim.content,
                DeliveryContext(
                    deliveryID: claim.deliveryID.uuidString.lowercased(),
                    attempt: claim.attempt,
                    now: started,
                    links: links,
                    timeZone: timeZone,
                    form: claim.isMinimal ? .minimal : .full
                )
            )
        }
        let goesAgainMinimal = Self.goesAgainMinimal(claim, report, channel.notifier)
        if !goesAgainMinimal { count(report, claim, integration: integration, receiver: channel.spec.receiver) }
        await record(claim, report, pace: channel.notifier.pace, goesAgainMinimal: goesAgainMinimal)
        wakeup.signal()
    }

    /// Whether a message that was just refused is to be tried once more with less in it.
    private static func goesAgainMinimal(
        _ claim: DeliveryClaim,
        _ report: DeliveryReport,
        _ notifier: any Notifier
    ) -> Bool {
        !claim.isMinimal && notifier.hasMinimalForm && report.outcome == .rejected(reason: .refused)
    }
}
