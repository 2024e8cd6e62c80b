internal import BelfryCore
internal import Synchronization

/// Counts requests to A1Cron, which permits 1,000 an hour for an account; what is left over is for others with the same keys.
final class RequestBudget: Sendable {
    /// Requests an hour of this process.
    static let perHour = 800
    private static let hour = Duration.seconds(3_600)

    private struct Window {
        var start: ContinuousClock.Instant
        var used = 0
    }

    private let limit: Int
    private let window: Mutex<Window>

    /// A budget that begins now.
    init(limit: Int = RequestBudget.perHour, now: ContinuousClock.Instant = .now) {
        self.limit = limit
        window = Mutex(Window(start: now))
    }

    /// Takes one request; returns nil where there was one left, else how long it is until there is.
    func take(at now: ContinuousClock.Instant = .now) -> TimeSpan? {
        window.withLock { window in
            if now - window.start >= Self.hour { window = Window(start: now) }
            guard window.used < limit else { return TimeSpan(window.start + Self.hour - now) }
            window.used += 1
            return nil
        }
    }
}
