/// How fast a vendor lets somebody send: a token bucket.
public struct DeliveryPace: Hashable, Sendable {
    /// How long it takes for a token to come back.
    public var interval: TimeSpan
    /// Requests that may follow each other at once when nothing was sent for long.
    public var burst: Int

    /// A pace of a request every `interval`, and `burst` of them at once.
    public init(every interval: TimeSpan, burst: Int) {
        self.interval = interval
        self.burst = max(1, burst)
    }

    /// What a number of requests costs.
    public func cost(of requests: Int) -> TimeSpan {
        TimeSpan(microseconds: interval.microseconds * Int64(max(0, requests)))
    }

    /// How far ahead of the even pace requests may be.
    public var tolerance: TimeSpan { cost(of: burst - 1) }
}
