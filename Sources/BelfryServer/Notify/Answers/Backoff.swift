public import BelfryCore

/// How long to wait before a delivery is tried again: exponential, capped, with full jitter.
///
/// Full jitter (anything from nothing to the bound) because a chat that comes back must not meet every waiting message at once.
public struct Backoff: Hashable, Sendable {
    /// The bound after the first attempt.
    public var base: TimeSpan
    /// The bound never grows beyond this.
    public var cap: TimeSpan

    /// A backoff of these values.
    public init(base: TimeSpan = .seconds(1), cap: TimeSpan = .minutes(5)) {
        self.base = base
        self.cap = cap
    }

    /// The longest possible wait after an attempt; attempts count from 1.
    public func bound(afterAttempt attempt: Int) -> TimeSpan {
        let doublings = min(max(attempt - 1, 0), 40)
        let (grown, overflow) = base.microseconds.multipliedReportingOverflow(by: 1 << doublings)
        return overflow ? cap : min(TimeSpan(microseconds: grown), cap)
    }

    /// The wait after an attempt, not shorter than what the target asked for.
    public func wait(
        afterAttempt attempt: Int,
        retryAfter: TimeSpan?,
        using generator: inout some RandomNumberGenerator
    ) -> TimeSpan {
        let bound = bound(afterAttempt: attempt).microseconds
        let jittered = TimeSpan(microseconds: Int64.random(in: 0...max(0, bound), using: &generator))
        return max(jittered, retryAfter ?? .zero)
    }
}
