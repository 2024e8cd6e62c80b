import BelfryCore
import Logging
import Synchronization

/// Says in the log that series are left out of expositions, at most once an hour for a reason.
final class SeriesGuard: Sendable {
    private static let interval = TimeSpan.minutes(60)

    private struct Loss {
        var counted: Int64 = 0
        var loggedAt: Instant?
    }

    private let dropped: MetricFamily<CounterCell>
    private let logger: Logger
    private let losses = Mutex<[SeriesDropReason: Loss]>([:])

    /// A guard over `belfry_series_dropped_total`.
    init(dropped: MetricFamily<CounterCell>, logger: Logger) {
        self.dropped = dropped
        self.logger = logger
    }

    /// Logs what was dropped since the last look; returns the reasons it spoke of.
    @discardableResult
    func look(at now: Instant) -> [SeriesDropReason] {
        var logged: [SeriesDropReason] = []
        for reason in SeriesDropReason.allCases {
            let total = dropped.with(reason.rawValue).value
            let isNews = losses.withLock { losses in
                var loss = losses[reason, default: Loss()]
                defer { losses[reason] = loss }
                guard total > loss.counted else { return false }
                loss.counted = total
                if let loggedAt = loss.loggedAt, now - loggedAt < Self.interval, now >= loggedAt { return false }
                loss.loggedAt = now
                return true
            }
            guard isNews else { continue }
            logged.append(reason)
            logger.warning(
                "series left out of the metrics",
                metadata: ["metrics.reason": "\(reason.rawValue)", "metrics.dropped": "\(total)"]
            )
        }
        return logged
    }
}
