extension NotificationContent {
    /// The content of a group's message: firing alerts first, the worst first, at most `maximumAlerts` of them.
    public init(
        receiver: String,
        groupKey: String,
        groupLabels: [String: String],
        reason: NotificationReason,
        alerts: [AlertEpisode],
        at now: Instant,
        undelivered: UndeliveredMessages? = nil
    ) {
        let sorted = alerts.sorted { left, right in
            if (left.state == .firing) != (right.state == .firing) { return left.state == .firing }
            if left.severity != right.severity { return left.severity > right.severity }
            return left.alertID < right.alertID
        }
        self.init(
            receiver: receiver,
            groupKey: groupKey,
            groupLabels: groupLabels,
            reason: reason,
            alerts: sorted.prefix(Self.maximumAlerts).map(AlertFacts.init),
            truncatedAlerts: max(0, sorted.count - Self.maximumAlerts),
            createdAt: now,
            undelivered: undelivered
        )
    }
}

extension AlertFacts {
    /// A snapshot of an alert that fires or has ended.
    public init(_ alert: AlertEpisode) {
        self.init(
            alertID: alert.alertID,
            fingerprint: AlertIdentity.text(alert.fingerprint),
            alertname: alert.alertname,
            severity: alert.severity,
            state: alert.state == .resolved ? .resolved : .firing,
            labels: alert.allLabels,
            annotations: alert.annotations,
            startsAt: alert.activeSince,
            endsAt: alert.resolvedAt,
            resolveReason: alert.resolveReason?.rawValue,
            job: alert.job,
            execution: alert.execution,
            failedRuns: alert.failedRuns,
            isFlapping: alert.isFlapping ? true : nil
        )
    }
}
