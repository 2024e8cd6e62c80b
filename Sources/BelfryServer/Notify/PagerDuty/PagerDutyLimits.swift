internal import BelfryCore

/// What PagerDuty takes.
///
/// https://developer.pagerduty.com/docs/send-alert-event and https://developer.pagerduty.com/docs/events-api-v2-overview
enum PagerDutyLimits {
    /// Characters of `payload.summary`.
    static let summary = 1_024
    /// Characters of `dedup_key`.
    static let dedupKey = 255
    /// Characters kept of `source`, `component`, `group`, `class` and `client`; PagerDuty names no limit.
    static let attribute = 255
    /// Bytes of an event.
    static let event = 512 * 1_024
    /// Units kept of one of the custom details; with them an event stays far below its limit.
    static let detail = 2_000
    /// Custom details an operator may add beyond Belfry's.
    static let details = 50
    /// Where PagerDuty's own limit holds.
    static let hosts = ["events.pagerduty.com", "events.eu.pagerduty.com"]
    /// 120 events a minute and key.
    static let pace = DeliveryPace(every: .milliseconds(500), burst: 60)
}
