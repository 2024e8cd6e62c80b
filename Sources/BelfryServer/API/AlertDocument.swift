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
        var mutedBy: [String] = []
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

    init(_ alert: AlertEpisode, receivers: [String], silencedBy: [String], inhibitedBy: [String], now: Instant) {
        labels = alert.allLabels
        annotations = alert.annotations.mapValues(\.plain)
        startsAt = (alert.firingSince ?? alert.activeSince).iso8601
        // Alertmanager's alerts end unless they are sent again; this one ends when it is resolved.
        endsAt = (now + .days(365)).iso8601
        updatedAt = now.iso8601
        fingerprint = Self.fingerprint(alert)
        self.receivers = receivers.map(Receiver.init)
        status = Status(
            state: silencedBy.isEmpty && inhibitedBy.isEmpty ? "active" : "suppressed",
            silencedBy: silencedBy,
            inhibitedBy: inhibitedBy
        )
    }

    /// The fingerprint as 16 hex digits.
    static func fingerprint(_ alert: AlertEpisode) -> String {
        let digits = String(alert.fingerprint, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
