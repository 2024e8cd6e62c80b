extension NotificationContent {
    /// The contents of a group's message: firing alerts first, the worst first.
    ///
    /// There is one part, or as many as it takes for `maximumAlerts` in each; only the first counts the alerts of the others.
    public static func parts(
        receiver: String,
        groupKey: String,
        groupLabels: [String: String],
        reason: NotificationReason,
        alerts: [AlertEpisode],
        at now: Instant,
        background: AlertBackground = AlertBackground(),
        undelivered: UndeliveredMessages? = nil
    ) -> [NotificationContent] {
        let sorted = alerts.sorted { left, right in
            if (left.state == .firing) != (right.state == .firing) { return left.state == .firing }
            if left.severity != right.severity { return left.severity > right.severity }
            return left.alertID < right.alertID
        }
        let starts = Array(stride(from: 0, to: max(1, sorted.count), by: maximumAlerts))
        return starts.map { start in
            let shown = sorted[start..<min(start + maximumAlerts, sorted.count)]
            return NotificationContent(
                receiver: receiver,
                groupKey: groupKey,
                groupLabels: groupLabels,
                reason: reason,
                alerts: shown.map { AlertFacts($0, background) },
                truncatedAlerts: start == 0 ? sorted.count - shown.count : 0,
                createdAt: now,
                undelivered: undelivered,
                isContinuation: start == 0 ? nil : true
            )
        }
    }
}

extension AlertFacts {
    /// A snapshot of an alert that fires or has ended, with what is known around it.
    public init(_ alert: AlertEpisode, _ background: AlertBackground = AlertBackground()) {
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
            isFlapping: alert.isFlapping ? true : nil,
            lastRuns: background.lastRuns[alert.jobID],
            othersWithSameError: background.othersWithSameError(as: alert),
            acknowledgedBy: alert.state == .resolved ? nil : background.acknowledgedBy[alert.alertID]
        )
    }
}
