internal import BelfryCore

/// A group of alerts as Alertmanager's API v2 writes it.
struct AlertGroupDocument: Encodable {
    var labels: [String: String]
    var receiver: AlertDocument.Receiver
    var alerts: [AlertDocument]

    init(_ group: AlertSurvey.Group, alerts entries: [AlertSurvey.Entry], now: Instant) {
        labels = group.place.groupLabels.values
        receiver = AlertDocument.Receiver(name: group.place.receiver)
        alerts = entries.map { AlertDocument($0, mutedBy: group.place.mutedBy, now: now) }
    }
}
