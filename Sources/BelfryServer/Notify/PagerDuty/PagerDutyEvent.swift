/// An event of PagerDuty's Events API v2.
///
/// https://developer.pagerduty.com/docs/send-alert-event
struct PagerDutyEvent: Encodable {
    /// What becomes of the incident.
    enum Action: String, Encodable {
        /// It is opened, or where it is open brought up to date.
        case trigger
        /// Somebody is at it: nobody else is called.
        case acknowledge
        /// It is over.
        case resolve
    }

    /// What is wrong.
    struct Payload: Encodable {
        var summary: String
        var source: String
        var severity: String
        var timestamp: String
        var component: String?
        var group: String?
        var `class`: String?
        var customDetails: [String: String]

        private enum CodingKeys: String, CodingKey {
            case summary, source, severity, timestamp, component, group
            case `class`
            case customDetails = "custom_details"
        }
    }

    /// A page to go on to.
    struct Link: Encodable {
        var href: String
        var text: String
    }

    var routingKey: String
    var eventAction: Action
    var dedupKey: String
    /// With `trigger` only.
    var payload: Payload?
    var client: String?
    var clientURL: String?
    var links: [Link]?

    init(_ action: Action, dedupKey: String, routingKey: String) {
        eventAction = action
        self.dedupKey = dedupKey
        self.routingKey = routingKey
    }

    /// What tells this event from the others of a notification.
    var identity: String { "\(eventAction.rawValue) \(dedupKey)" }

    private enum CodingKeys: String, CodingKey {
        case routingKey = "routing_key"
        case eventAction = "event_action"
        case dedupKey = "dedup_key"
        case payload, client
        case clientURL = "client_url"
        case links
    }
}
