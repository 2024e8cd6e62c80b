internal import BelfryCore
internal import Foundation

/// The body of a generic webhook: Alertmanager's format, version "4".
///
/// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
struct WebhookPayload: Encodable {
    /// One alert.
    struct Alert: Encodable {
        var status: String
        var labels: [String: String]
        var annotations: [String: String]
        var startsAt: String
        var endsAt: String
        var generatorURL: String
        var fingerprint: String
    }

    var version = "4"
    var groupKey: String
    var truncatedAlerts: Int
    var status: String
    var receiver: String
    var groupLabels: [String: String]
    var commonLabels: [String: String]
    var commonAnnotations: [String: String]
    var externalURL: String
    var alerts: [Alert]

    /// Go's zero time, which Alertmanager sends while an alert has no end.
    static let noEnd = "0001-01-01T00:00:00Z"

    /// The payload for a notification with at most this many alerts; 0 is all of them.
    init(_ content: NotificationContent, links: MessageLinks, maxAlerts: Int) {
        let shown = maxAlerts > 0 ? Array(content.alerts.prefix(maxAlerts)) : content.alerts
        groupKey = content.groupKey
        // Without a limit they follow in requests of their own.
        truncatedAlerts = maxAlerts > 0 ? content.truncatedAlerts + content.alerts.count - shown.count : 0
        status = content.isFiring ? "firing" : "resolved"
        receiver = content.receiver
        groupLabels = content.groupLabels
        commonLabels = content.commonLabels
        commonAnnotations = content.commonAnnotations.mapValues(\.plain)
        externalURL = links.externalURL ?? ""
        alerts = shown.map { alert in
            Alert(
                status: alert.state.rawValue,
                labels: alert.labels,
                annotations: alert.annotations.mapValues(\.plain),
                startsAt: alert.startsAt.iso8601,
                endsAt: alert.endsAt?.iso8601 ?? Self.noEnd,
                generatorURL: links.alert(alert.alertID) ?? "",
                fingerprint: alert.fingerprint
            )
        }
    }

    /// The payload as JSON with sorted keys, so that the same content is the same bytes.
    func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and numbers of fixed shape: there is nothing in it that could fail to encode.
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }
}
