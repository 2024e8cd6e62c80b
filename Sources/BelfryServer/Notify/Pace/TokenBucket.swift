internal import BelfryCore

/// A token bucket, kept as the point in time until which what was sent is paid for.
///
/// It may be overdrawn: what has been sent beyond it is paid for before anything else goes.
struct TokenBucket: Hashable, Sendable {
    private let interval: Duration
    private let tolerance: Duration
    private var paidUntil: ContinuousClock.Instant?

    /// A full bucket.
    init(_ pace: DeliveryPace) {
        interval = .microseconds(pace.interval.microseconds)
        tolerance = .microseconds(pace.tolerance.microseconds)
    }

    /// How long to wait at `now` until there is a token; zero where there is one.
    func wait(at now: ContinuousClock.Instant) -> Duration {
        guard let paidUntil else { return .zero }
        return max(.zero, now.duration(to: paidUntil) - tolerance)
    }

    /// Takes tokens at `now`.
    mutating func take(_ requests: Int, at now: ContinuousClock.Instant) {
        guard requests > 0 else { return }
        paidUntil = max(paidUntil ?? now, now) + interval * requests
    }
}
