internal import BelfryCore

/// Writes the alerts of a notification as Alertmanager's.
///
/// **Identity.** To Alertmanager an alert is its labels. They are the alert's own without `cron_job_name`, which follows the job's
/// current name: a rename in the middle of an episode would leave the alert with the old name firing. The name is an
/// annotation. Labels without a value are left out, as Alertmanager does.
///
/// **Re-sent while firing.** Alertmanager forgets an alert that nobody sends again before its `endsAt`. Belfry does not send every
/// minute as Prometheus does, but when the route says so: at once, on changes, and every `repeat_interval`. `endsAt` of a firing
/// alert is therefore the time of the attempt and `resolve_timeout`, a day, far beyond the repeat; each reminder moves it on.
/// The end of the alert is sent with its true `endsAt`, which always wins. Only where Belfry is lost for good does
/// `resolve_timeout` pass and end it.
struct AlertmanagerRenderer {
    /// Units kept of an annotation; Alertmanager has no limit, the chats behind it have.
    static let annotation = 2_000
    /// Units kept of a label; what is longer ends in the alert's fingerprint, so that two alerts stay two.
    static let label = 1_024

    let resolveTimeout: TimeSpan

    /// The alerts, in the notification's order; a test without alerts is an alert that ends within minutes.
    func alerts(_ content: NotificationContent, _ context: DeliveryContext) -> [AlertmanagerAlert] {
        guard !content.alerts.isEmpty else { return [test(content, context)] }
        return content.alerts.map { alert in
            var single = content
            single.alerts = [alert]
            single.truncatedAlerts = 0
            let end = alert.state == .resolved ? alert.endsAt ?? context.now : context.now + resolveTimeout
            return AlertmanagerAlert(
                labels: Self.labels(alert),
                annotations: Self.annotations(alert, Message(single, context), context),
                startsAt: alert.startsAt.iso8601,
                // An end before the beginning is refused.
                endsAt: max(end, alert.startsAt).iso8601,
                generatorURL: Self.page(alert, context.links)
            )
        }
    }

    private static let nameLabel = "cron_job_name"

    private static func labels(_ alert: AlertFacts) -> [String: String] {
        alert.labels
            .filter { $0.key != nameLabel }
            .mapValues { value in
                let line = UntrustedText.singleLine(value)
                guard line.utf16.count > label else { return line }
                return UntrustedText.fitted(line, to: label - alert.fingerprint.utf16.count) + alert.fingerprint
            }
            .filter { !$0.value.isEmpty }
    }

    /// The rule's annotations, and of Belfry's facts what Alertmanager does not know by itself.
    private static func annotations(
        _ alert: AlertFacts,
        _ message: Message,
        _ context: DeliveryContext
    ) -> [String: String] {
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        var annotations = alert.annotations.mapValues(\.plain)
        annotations[nameLabel] = alert.job.name
        let summary = annotations["summary"].flatMap { $0.isEmpty ? nil : $0 }
        let mark = message.isTest ? "TEST " : ""
        annotations["summary"] = summary.map { mark + $0 } ?? message.title
        annotations["headline"] = message.title
        let lead = message.lead.isEmpty ? [] : [message.lead.plain(clock)]
        let facts = message.facts.map { "\($0.label): \(stated($0.value, clock))" }
        annotations["facts"] = (lead + facts).joined(separator: "\n")
        for (name, text) in [
            ("error_message", alert.execution?.errorMessage), ("response_body", alert.execution?.responseBody),
            ("execution_id", alert.execution?.executionID),
        ] {
            annotations[name] = text
        }
        return
            annotations
            .mapValues { UntrustedText.fitted(UntrustedText.lines($0), to: annotation) }
            .filter { !$0.value.isEmpty }
    }

    /// Times without their age, which would be wrong as soon as somebody reads them.
    private static func stated(_ parts: [MessagePart], _ clock: ClockText) -> String {
        parts.map { part in
            if case .instant(let instant) = part { instant.iso8601 } else { [part].plain(clock) }
        }.joined()
    }

    private static func page(_ alert: AlertFacts, _ links: MessageLinks) -> String? {
        let pages = [alert.job.jobID.isEmpty ? nil : links.job(alert.job.jobID), links.alert(alert.alertID)]
        return pages.compactMap { $0 }.first { $0.utf8.count <= maximumPage }
    }

    private static let maximumPage = 2_048

    private func test(_ content: NotificationContent, _ context: DeliveryContext) -> AlertmanagerAlert {
        AlertmanagerAlert(
            labels: ["alertname": "BelfryTest", "receiver": content.receiver, "severity": Severity.info.rawValue],
            annotations: ["summary": Message(content, context).title],
            startsAt: content.createdAt.iso8601,
            endsAt: max(context.now + .minutes(5), content.createdAt).iso8601,
            generatorURL: context.links.externalURL
        )
    }
}
