public import BelfryCore

/// What one attempt to deliver came to, for the `deliveries` view and the metrics.
public struct DeliveryReport: Hashable, Sendable {
    /// The classified result.
    public var outcome: DeliveryOutcome
    /// The HTTP status of the answer; nil when there was none.
    public var responseCode: Int?
    /// The beginning of the answer's body: at most 1 KiB, without control characters; nil when there was none.
    public var excerpt: String?
    /// What went wrong, without secrets; nil when delivered.
    public var error: String?
    /// From the call to the answer.
    public var latency: TimeSpan
    /// Requests it took; none where nothing was sent.
    public var requests = 1

    /// A report of these values.
    public init(
        outcome: DeliveryOutcome,
        responseCode: Int? = nil,
        excerpt: String? = nil,
        error: String? = nil,
        latency: TimeSpan
    ) {
        self.outcome = outcome
        self.responseCode = responseCode
        self.excerpt = excerpt
        self.error = error
        self.latency = latency
    }
}
