internal import BelfryCore
public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Raises the alert about refused signatures, and ends it when one is accepted.
public struct RejectionWatcher: Service {
    private static let interval = Duration.seconds(5)

    private let watch: SignatureWatch
    private let store: WebhookRejectionStore
    private let dispatches: Wakeup
    private let logger: Logger

    /// A watcher of what `watch` has seen that wakes the dispatcher by `dispatches`.
    public init(watch: SignatureWatch, store: WebhookRejectionStore, dispatches: Wakeup, logger: Logger) {
        self.watch = watch
        self.store = store
        self.dispatches = dispatches
        self.logger = logger
    }

    /// Looks until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await look()
                } catch {
                    if !Task.isCancelled {
                        logger.warning("refused webhooks not reported", metadata: ["error": "\(error)"])
                    }
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func look() async throws {
        let action = watch.due(at: WallClock.now())
        let changed: Bool
        switch action {
        case .nothing: return
        case .report(let report): changed = try await store.report(report)
        case .accepted: changed = try await store.accepted()
        }
        watch.done(action, at: WallClock.now())
        if changed { dispatches.signal() }
    }
}
