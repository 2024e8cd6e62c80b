internal import BelfryCore
public import BelfryStore
public import Logging
public import ServiceLifecycle

/// Evaluates the rules that are polled: those about the last hours of jobs, and those about the rows of a query.
public struct Poller: Service {
    private let windows: WindowStore
    private let queries: QueryStore
    private let failures: RuleFailures
    private let dispatches: Wakeup
    private let logger: Logger

    /// A poller that wakes the dispatcher by `dispatches`.
    public init(
        windows: WindowStore,
        queries: QueryStore,
        failures: RuleFailures,
        dispatches: Wakeup,
        logger: Logger
    ) {
        self.windows = windows
        self.queries = queries
        self.failures = failures
        self.dispatches = dispatches
        self.logger = logger
    }

    /// Polls until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await poll("window pass", every: .microseconds(JobWindows.interval.microseconds)) {
                        try await windows.decideChanged()
                    }
                }
                group.addTask {
                    await poll("query pass", every: .seconds(5)) { try await queries.decideDue() }
                }
            }
        }
    }

    private func poll(
        _ name: String,
        every interval: Duration,
        _ pass: () async throws -> PollReport
    ) async {
        while !Task.isCancelled {
            do {
                let report = try await pass()
                failures.note(report.failures)
                for (alertname, reason) in report.refusals { failures.note(alertname, reason) }
                if report.hasTransitions { dispatches.signal() }
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("polled rules were not evaluated", metadata: ["pass": "\(name)", "error": "\(error)"])
            }
            try? await Task.sleep(for: interval)
        }
    }
}
