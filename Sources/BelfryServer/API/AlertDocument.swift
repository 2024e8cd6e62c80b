internal import BelfryCore

/// An alert as Alertmanager's API v2 writes it.
struct AlertDocument: Encodable {
    struct Receiver: Encodable {
        var name: String
    }

    struct Status: Encodable {
        var state: String
        var silencedBy: [String]
        var inhibitedBy: [String]
        var mutedBy: [String]
    }

    var labels: [String: String]
    var annotations: [String: String]
    var startsAt: String
    var endsAt: String
    var updatedAt: String
    var fingerprint: String
    var generatorURL = ""
    var receivers: [Receiver]
    var status: Status

    init(_ entry: AlertSurvey.Entry, mutedBy: [String], now: Instant) {
        let alert = entry.alert
        labels = alert.allLabels
        annotations = alert.annotations.mapValues(\.plain)
        startsAt = (alert.firingSince ?? alert.activeSince).iso8601
        // Alertmanager's alerts end unless they are sent again; this one ends when it is resolved.
        endsAt = (now + .days(365)).iso8601
        updatedAt = now.iso8601
        fingerprint = AlertIdentity.text(alert.fingerprint)
        receivers = entry.receivers.map(Receiver.init)
        let isSuppressed = !entry.silencedBy.isEmpty || !entry.inhibitedBy.isEmpty || !mutedBy.isEmpty
        status = Status(
            state: isSuppressed ? "suppressed" : "active",
            silencedBy: entry.silencedBy,
            inhibitedBy: entry.inhibitedBy.map { AlertIdentity.text($0) },
            mutedBy: mutedBy
        )
    }
}
