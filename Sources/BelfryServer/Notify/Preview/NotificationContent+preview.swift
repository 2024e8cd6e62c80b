public import BelfryCore

extension NotificationContent {
    /// The notification of an alert at another moment, as a receiver would be sent it.
    public func at(_ moment: PreviewMoment, receiver: String, now: Instant) -> NotificationContent {
        var content = self
        content.receiver = receiver
        content.reason = moment.reason
        content.alerts = alerts.map { moment.applied(to: $0, at: now) }
        content.createdAt = now
        return content
    }

    /// A notification of sample alerts, of one or of a list.
    public static func sample(alerts count: Int, at now: Instant) -> NotificationContent {
        NotificationContent(
            receiver: "",
            groupKey: "sample",
            groupLabels: ["alertname": "JobFailed"],
            reason: .firing,
            alerts: SampleAlert.facts(count: min(max(count, 1), maximumAlerts), at: now),
            createdAt: now
        )
    }
}
