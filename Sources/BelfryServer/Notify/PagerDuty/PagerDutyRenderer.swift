internal import BelfryCore

/// Writes the alerts of a notification as events, one for each, and a second one for an alert that is acknowledged.
///
/// PagerDuty shows all of it as plain text. An event's `dedup_key` is made of the alert's fingerprint and beginning: it is the same
/// from the first message to the last of an episode, on every replica and after every restart, and differs for the next
/// episode, which a belated end of this one therefore cannot close.
struct PagerDutyRenderer {
    let configuration: PagerDutyConfiguration

    /// The events, in the order in which the notification has its alerts.
    ///
    /// A test without alerts opens an incident and closes it.
    func events(_ content: NotificationContent, _ context: DeliveryContext) -> [PagerDutyEvent] {
        guard !content.alerts.isEmpty else { return test(content, context) }
        return content.alerts.flatMap { alert -> [PagerDutyEvent] in
            var single = content
            single.alerts = [alert]
            single.truncatedAlerts = 0
            let key = Self.dedupKey(alert)
            guard alert.state == .firing else { return [event(.resolve, key)] }
            let acknowledgement = alert.acknowledgedBy == nil ? [] : [event(.acknowledge, key)]
            guard content.reason != .acknowledged else { return acknowledgement }
            var trigger = trigger(single, context, key: key, severity: alert.severity)
            trigger.payload?.timestamp = alert.startsAt.iso8601
            return [trigger] + acknowledgement
        }
    }

    /// An event that needs no more than its action.
    func event(_ action: PagerDutyEvent.Action, _ key: String) -> PagerDutyEvent {
        PagerDutyEvent(action, dedupKey: key, routingKey: configuration.routingKey.text)
    }

    /// The identity of an alert's episode.
    static func dedupKey(_ alert: AlertFacts) -> String {
        "belfry/\(alert.fingerprint)/\(alert.startsAt.microseconds)"
    }

    private func test(_ content: NotificationContent, _ context: DeliveryContext) -> [PagerDutyEvent] {
        let key = "belfry/test/\(context.deliveryID)"
        return [trigger(content, context, key: key, severity: .info), event(.resolve, key)]
    }

    private func trigger(
        _ content: NotificationContent,
        _ context: DeliveryContext,
        key: String,
        severity: Severity
    ) -> PagerDutyEvent {
        let message = Message(content, context)
        let job = content.alerts.first?.job
        let fallbackSource = [job?.name, job?.jobID, content.alerts.first?.alertname].compactMap { $0 }
        let mark = message.isTest ? "TEST " : ""
        let summary = template("description", content, limit: nil).map { mark + $0 } ?? message.title
        var event = event(.trigger, key)
        event.payload = PagerDutyEvent.Payload(
            summary: UntrustedText.fitted(UntrustedText.singleLine(summary), to: PagerDutyLimits.summary),
            source: template("source", content) ?? line(fallbackSource.first { !$0.isEmpty }) ?? "belfry",
            severity: template("severity", content).flatMap { Severity(rawValue: $0) }?.rawValue ?? severity.rawValue,
            timestamp: content.createdAt.iso8601,
            component: template("component", content),
            group: template("group", content),
            class: template("class", content) ?? line(content.alerts.first?.alertname),
            customDetails: details(message, content, context)
        )
        event.client = template("client", content) ?? "Belfry"
        event.clientURL = configuration.clientURL ?? context.links.externalURL
        let links = message.shortLinks.map { PagerDutyEvent.Link(href: $0.url, text: $0.label) }
        event.links = links.isEmpty ? nil : links
        return event
    }

    private func details(
        _ message: Message,
        _ content: NotificationContent,
        _ context: DeliveryContext
    ) -> [String: String] {
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        var details: [String: String] = [:]
        for (name, text) in [("Summary", message.summary), ("Description", message.description)] {
            details[name] = text.map(\.plain)
        }
        if !message.lead.isEmpty { details["Message"] = message.lead.plain(clock) }
        for fact in message.facts { details[fact.label] = fact.value.plain(clock) }
        for excerpt in message.excerpts { details[excerpt.title] = excerpt.text }
        for (name, template) in configuration.details.sorted(by: { $0.key < $1.key }).prefix(PagerDutyLimits.details) {
            details[name] = template.rendered(content).plain
        }
        if !message.footer.isEmpty {
            details["Labels"] = message.footer.map(UntrustedText.singleLine).joined(separator: "\n")
        }
        return
            details
            .mapValues { UntrustedText.fitted(UntrustedText.lines($0), to: PagerDutyLimits.detail) }
            .filter { !$0.value.isEmpty }
    }

    /// A configured text filled in, or nil where there is none or nothing is left of it.
    private func template(
        _ key: String,
        _ content: NotificationContent,
        limit: Int? = PagerDutyLimits.attribute
    ) -> String? {
        guard let text = configuration.templates[key]?.rendered(content).plain else { return nil }
        return line(text, limit: limit ?? .max)
    }

    private func line(_ text: String?, limit: Int = PagerDutyLimits.attribute) -> String? {
        let line = text.map { UntrustedText.fitted(UntrustedText.singleLine($0), to: limit) }
        return line.flatMap { $0.isEmpty ? nil : $0 }
    }
}
