internal import BelfryStore
internal import Logging
public import ServiceLifecycle

/// Sees to channels that are broken or no longer configured: an alert for the former, the fallback for the latter's messages.
public struct ChannelWatch: Service {
    private static let interval = Duration.seconds(60)
    private static let pauseAfterError = Duration.seconds(5)

    private let alerts: BrokenReceiverStore
    private let removed: RemovedReceiverStore
    private let routing: ActiveRouting
    private let wakeup: Wakeup
    private let dispatches: Wakeup
    private let deliveries: Wakeup
    private let logger: Logger

    /// A watch that sleeps on `wakeup`, and wakes dispatcher and deliverer.
    init(
        alerts: BrokenReceiverStore,
        removed: RemovedReceiverStore,
        routing: ActiveRouting,
        wakeup: Wakeup,
        dispatches: Wakeup,
        deliveries: Wakeup,
        logger: Logger
    ) {
        self.alerts = alerts
        self.removed = removed
        self.routing = routing
        self.wakeup = wakeup
        self.dispatches = dispatches
        self.deliveries = deliveries
        self.logger = logger
    }

    /// Watches until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await wakeup.wait(atMost: await look() ? Self.interval : Self.pauseAfterError)
            }
        }
    }

    /// One look; false where the database did not answer.
    private func look() async -> Bool {
        do {
            let routing = routing.current
            let specs = routing.channels.map(\.spec)
            let report = try await removed.sweep(
                configured: specs.map(\.channel),
                fallback: specs.filter { $0.receiver == routing.dispatch.fallback }.map(\.channel)
            )
            if report.moved > 0 { deliveries.signal() }
            if report.moved + report.expired > 0 {
                logger.warning(
                    "messages of a removed receiver",
                    metadata: ["to.fallback": "\(report.moved)", "given.up": "\(report.expired)"]
                )
            }
            if try await alerts.report() { dispatches.signal() }
            return true
        } catch {
            if !Task.isCancelled { logger.warning("channels not looked after", metadata: ["error": "\(error)"]) }
            return false
        }
    }
}
