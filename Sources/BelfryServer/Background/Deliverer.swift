internal import BelfryCore
public import BelfryStore
internal import Foundation
public import Logging
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
    /// After a channel has refused for good to be one, before the next notification is tried on it.
    private static let brokenPause = TimeSpan.minutes(5)

    private let store: DeliveryStore
    private let channels: [String: DeliveryChannel]
    private let metrics: BelfryMetrics
    private let wakeup: Wakeup
    private let links: MessageLinks
    private let timeZone: String
    private let backoff = Backoff()
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// A deliverer for these channels that sleeps on `wakeup`.
    public init(
        store: DeliveryStore,
        channels: [DeliveryChannel],
        metrics: BelfryMetrics,
        wakeup: Wakeup,
        links: MessageLinks,
        timeZone: String,
        logger: Logger
    ) {
        self.store = store
        self.channels = Dictionary(channels.map { ($0.spec.channel, $0) }, uniquingKeysWith: { first, _ in first })
        self.metrics = metrics
        self.wakeup = wakeup
        self.links = links
        self.timeZone = timeZone
        now = WallClock.now
        self.logger = logger
    }

    /// Delivers until shut down; attempts under way are finished and recorded first.
    public func run() async {
        guard !channels.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        let isStopping = Atomic(false)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
                    let sleep = await claim(into: &group)
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
        let names = Array(channels.keys)
        do {
            let claims = try await store.claim(names, limit: Self.maximumConcurrency)
            metrics.working.note(.delivery, at: now())
            for claim in claims {
                group.addTask { await deliver(claim) }
            }
            guard claims.isEmpty else { return .zero }
            guard let next = try await store.nextDue(names) else { return Self.longestSleep }
            return min(max(.microseconds((next.due - next.now).microseconds), .milliseconds(5)), Self.longestSleep)
        } catch {
            logger.warning("outbox not readable", metadata: ["error": "\(error)"])
            return Self.pauseAfterError
        }
    }

    private func deliver(_ claim: DeliveryClaim) async {
        guard let channel = channels[claim.channel] else { return }
        // What is sent after the lease has ended may be sent by another replica too: the attempt is left to become `unknown`.
        guard ContinuousClock.now + Self.requestTime < claim.leaseEnds else {
            logger.warning("attempt given up: this process stood still", metadata: ["channel": "\(claim.channel)"])
            return
        }
        let integration = type(of: channel.notifier).integration
        let started = now()
        metrics.notificationRequests.increment()
        metrics.notificationLatency.observe(nanoseconds: max(0, (started - claim.decidedAt).microseconds) * 1_000)
        let report: DeliveryReport
        if !claim.content.isFiring, !channel.notifier.sendResolved {
            report = DeliveryReport(outcome: .delivered, error: "not sent: send_resolved is off", latency: .zero)
        } else {
            report = await channel.notifier.deliver(
                claim.content,
                DeliveryContext(
                    deliveryID: claim.deliveryID.uuidString.lowercased(),
                    attempt: claim.attempt,
                    now: started,
                    links: links,
                    timeZone: timeZone
                )
            )
        }
        count(report, integration: integration, receiver: channel.spec.receiver)
        await record(claim, report)
        wakeup.signal()
    }

    /// Records the outcome; where the database does not answer the lease runs out, and the attempt becomes `unknown`.
    private func record(_ claim: DeliveryClaim, _ report: DeliveryReport) async {
        let record = DeliveryRecord(
            outcome: report.outcome,
            responseCode: report.responseCode,
            responseExcerpt: report.excerpt,
            error: report.error,
            latency: report.latency,
            pause: pause(after: report.outcome, attempt: claim.attempt)
        )
        let metadata: Logger.Metadata = [
            "notification.id": "\(claim.notificationID)", "channel": "\(claim.channel)", "attempt": "\(claim.attempt)",
        ]
        if case .delivered = report.outcome {
        } else {
            logger.warning(
                "notification not delivered",
                metadata: metadata.merging(
                    ["outcome": "\(report.outcome)", "error": "\(report.error ?? "")"],
                    uniquingKeysWith: { $1 }
                )
            )
        }
        do {
            try await store.complete(claim, record)
        } catch {
            logger.warning(
                "outcome not recorded",
                metadata: metadata.merging(["error": "\(error)"], uniquingKeysWith: { $1 })
            )
        }
    }

    private func pause(after outcome: DeliveryOutcome, attempt: Int) -> TimeSpan {
        var generator = SystemRandomNumberGenerator()
        return switch outcome {
        case .delivered, .rejected: .zero
        case .retry(_, let after): backoff.wait(afterAttempt: attempt, retryAfter: after, using: &generator)
        case .unknown: backoff.wait(afterAttempt: attempt, retryAfter: nil, using: &generator)
        case .channelBroken: Self.brokenPause
        }
    }

    private func count(_ report: DeliveryReport, integration: String, receiver: String) {
        switch report.outcome {
        case .delivered:
            metrics.notifications.with(integration, receiver).increment()
        case .rejected(let reason), .channelBroken(let reason):
            metrics.notifications.with(integration, receiver).increment()
            metrics.notificationsFailed.with(integration, receiver, reason.rawValue).increment()
            metrics.notificationRequestsFailed.increment()
        case .retry, .unknown:
            metrics.notificationRequestsFailed.increment()
        }
    }
}
