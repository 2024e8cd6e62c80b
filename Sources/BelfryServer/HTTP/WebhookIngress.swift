public import BelfryCore

/// What a listener needs to take webhooks: whom to believe, where to queue, who is told.
public struct WebhookIngress: Sendable {
    /// The verifier in force; asked for every request, so that secrets change without a restart.
    public var verifier: @Sendable () -> WebhookVerifier
    /// Where verified executions go.
    public var queue: IngestQueue
    /// Who learns of every request.
    public var observer: any WebhookObserver
    /// The time of arrival.
    public var now: @Sendable () -> Instant

    /// An ingress of these parts; without a clock, the machine's.
    public init(
        verifier: @escaping @Sendable () -> WebhookVerifier,
        queue: IngestQueue,
        observer: any WebhookObserver,
        now: (@Sendable () -> Instant)? = nil
    ) {
        self.verifier = verifier
        self.queue = queue
        self.observer = observer
        self.now = now ?? WallClock.now
    }
}
