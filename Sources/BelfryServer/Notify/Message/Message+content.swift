internal import BelfryCore

extension Message {
    /// The words for a notification, as seen at `context.now`.
    init(_ content: NotificationContent, _ context: DeliveryContext) {
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        let total = content.alerts.count + content.truncatedAlerts
        if let undelivered = content.undelivered {
            self.init(backlog: undelivered, content, links: context.links)
        } else if let alert = content.alerts.first, total == 1 {
            self.init(alert, reason: content.reason, clock: clock, links: context.links)
        } else if content.alerts.isEmpty {
            self.init(withoutAlerts: content)
        } else {
            self.init(group: content, links: context.links)
        }
        isTest = content.isTest || content.reason == .test
        if context.form == .minimal { self = minimal }
    }

    /// The headline and one link.
    private var minimal: Message {
        var message = Message(headline: headline, tone: tone)
        message.isTest = isTest
        message.since = since
        message.links = Array(links.prefix(1))
        return message
    }

    private init(
        _ alert: AlertFacts,
        reason: NotificationReason,
        clock: ClockText,
        links: MessageLinks
    ) {
        let wording = AlertWording(alert)
        self.init(
            headline: wording.headline(reason),
            tone: alert.state == .resolved ? .good : MessageTone(alert.severity),
            lead: wording.lead(reason)
        )
        if alert.state == .firing {
            since = alert.startsAt
            // Not when it is over: they say what was wrong, and call people.
            summary = alert.annotations["summary"]
            description = alert.annotations["description"]
        }
        facts = wording.facts(clock)
        excerpts = alert.state == .resolved ? [] : wording.excerpts
        self.links = Self.annotationLinks(alert.annotations) + wording.links(links)
        footer = wording.footer
    }

    private init(group content: NotificationContent, links: MessageLinks) {
        let firing = content.alerts.filter { $0.state == .firing }
        let worst = firing.map(\.severity).max()
        self.init(
            headline: GroupWording(content).headline,
            tone: worst.map { MessageTone($0) } ?? .good,
            lead: GroupWording(content).lead
        )
        let shared = content.commonAnnotations
        if !firing.isEmpty {
            summary = shared["summary"]
            description = shared["description"]
        }
        items = content.alerts.map { alert in
            let page = links.job(alert.job.jobID).flatMap { alert.job.jobID.isEmpty ? nil : $0 }
            return MessageItem(
                parts: AlertWording(alert).line,
                more: AlertWording(alert).lineEnd,
                link: page.map { .link(url: $0, label: "open") }
            )
        }
        furtherItems = content.truncatedAlerts
        self.links = Self.annotationLinks(shared)
    }

    private init(backlog: UndeliveredMessages, _ content: NotificationContent, links: MessageLinks) {
        self.init(group: content, links: links)
        let wording = BacklogWording(backlog)
        headline = wording.headline(content)
        lead = wording.lead
        // The annotations of what was wrong then would call people now.
        summary = nil
        description = nil
        if content.alerts.isEmpty { tone = .info }
    }

    private init(withoutAlerts content: NotificationContent) {
        self.init(headline: "Belfry can post here", tone: .info)
        lead = [.words("Sent on request to receiver "), .text(content.receiver), .words(". Nothing is wrong.")]
    }

    /// Links to what the operator's annotations name, where that is an address a browser may open.
    private static func annotationLinks(_ annotations: [String: RenderedText]) -> [MessagePart] {
        [("runbook_url", "Runbook"), ("dashboard_url", "Dashboard")].compactMap { name, label in
            guard let url = annotations[name].flatMap({ WebAddress.checked($0.plain) }) else { return nil }
            return .link(url: url, label: label)
        }
    }
}
