public import BelfryCore

/// What an attempt came to, as it is recorded.
public struct DeliveryRecord: Sendable {
    /// The outcome.
    public var outcome: DeliveryOutcome
    /// HTTP status of the answer.
    public var responseCode: Int?
    /// Beginning of the answer.
    public var responseExcerpt: String?
    /// What went wrong, in words.
    public var error: String?
    /// From the request to the answer.
    public var latency: TimeSpan
    /// How long the channel waits before its next attempt; zero after a delivery.
    public var pause: TimeSpan
    /// Whether a refused message stays pending, to be sent in its minimal form.
    public var goesAgainMinimal: Bool
    /// How fast the channel may be sent to; nil for as fast as it takes.
    public var pace: DeliveryPace?
    /// Requests the attempt took from the channel's token bucket.
    public var requests: Int

    /// A record of these values.
    public init(
        outcome: DeliveryOutcome,
        responseCode: Int?,
        responseExcerpt: String?,
        error: String?,
        latency: TimeSpan,
        pause: TimeSpan,
        goesAgainMinimal: Bool = false,
        pace: DeliveryPace? = nil,
        requests: Int = 1
    ) {
        self.outcome = outcome
        self.responseCode = responseCode
        self.responseExcerpt = responseExcerpt
        self.error = error
        self.latency = latency
        self.pause = pause
        self.goesAgainMinimal = goesAgainMinimal
        self.pace = pace
        self.requests = requests
    }
}
