internal import BelfryCore

extension RetryAfter {
    /// A wait that an answer's body asks for, from nothing to an hour; nil for what is no length of time.
    static func span(seconds: Double) -> TimeSpan? {
        guard seconds >= 0 else { return nil }
        return TimeSpan(microseconds: Int64((min(seconds, maximum.seconds) * 1_000_000).rounded(.up)))
    }
}
