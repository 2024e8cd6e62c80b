internal import BelfryCore

/// What the overview says of this process itself.
struct OverviewStanding: Sendable {
    /// The version of this program.
    var version: String
    /// When this process began.
    var startedAt: Instant
    /// The channels of the configuration.
    var channels: [String]
    /// Whether a receiver has a target.
    var hasReceiver: Bool
    /// Whether the last reload was in order.
    var isReloaded: Bool
    /// Webhook requests since the start that were acknowledged.
    var accepted: Int64
    /// Webhook requests since the start that were refused.
    var refused: Int64
    /// When the last one was refused, and why.
    var lastRefusal: (at: Instant, reason: String)?
}

extension OverviewStanding {
    /// What is so now.
    init(_ metrics: BelfryMetrics, inspector: WebhookInspector, startedAt: Instant, channels: [String]) {
        let results = Dictionary(grouping: WebhookResult.allCases) { $0.httpStatus == 200 }
        func count(_ results: [WebhookResult]?) -> Int64 {
            (results ?? []).reduce(0) { $0 + metrics.webhookRequests($1) }
        }
        let last = inspector.latest(after: 0, limit: 1, refusedOnly: true).webhooks.last
        self.init(
            version: metrics.version,
            startedAt: startedAt,
            channels: channels,
            hasReceiver: !channels.isEmpty,
            isReloaded: metrics.configReloadSuccessful.value != 0,
            accepted: count(results[true]),
            refused: count(results[false]),
            lastRefusal: last.map { ($0.receivedAt, $0.explanation ?? $0.result.rawValue) }
        )
    }
}
