internal import BelfryCore

/// Writes a message as one that ntfy will take whole.
struct NtfyRenderer {
    private let markup: NtfyMarkup
    private let topic: String
    private let priority: Int

    init(clock: ClockText, topic: String, priority: Int) {
        markup = NtfyMarkup(clock: clock)
        self.topic = topic
        self.priority = priority
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> NtfyPayload {
        MessageBudget.fitting {
            payload(message, $0)
        } where: {
            $0.isWithinLimits
        }
    }

    private func payload(_ message: Message, _ budget: MessageBudget) -> NtfyPayload {
        let links = NtfyLinks(message.links)
        return NtfyPayload(
            topic: topic,
            title: Self.title(message.title),
            message: text(message, links.others, budget),
            priority: priority,
            tags: [Self.tag(message)],
            click: links.click,
            actions: links.actions.isEmpty ? nil : links.actions
        )
    }

    private func text(_ message: Message, _ links: [MessagePart], _ budget: MessageBudget) -> String {
        // A tap opens the job; lists have no room for more.
        var budget = budget
        budget.detail = max(budget.detail, .full)
        var paragraphs = markup.prose(message, budget)
        if !message.lead.isEmpty { paragraphs.append(markup.line(message.lead, budget)) }
        paragraphs.append(
            message.facts.map { "\($0.label): \(markup.line($0.value, budget))" }.joined(separator: "\n")
        )
        for excerpt in message.excerpts {
            paragraphs.append("\(excerpt.title):\n\(NtfyMarkup.fenced(excerpt.text, limit: budget.excerpt))")
        }
        paragraphs.append(markup.list(message, budget).joined(separator: "\n"))
        paragraphs.append(markup.links(links).joined(separator: "\n"))
        if !message.footer.isEmpty {
            let footer = message.footer.joined(separator: " · ")
            paragraphs.append(NtfyMarkup.coded(footer, limit: budget.excerpt))
        }
        let text = paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
        // ntfy puts "triggered" where there is nothing.
        return text.isEmpty ? message.fallback(markup.clock) : text
    }

    /// As much of a headline as a title holds, in whole characters.
    private static func title(_ headline: String) -> String {
        var limit = NtfyLimits.title
        var title = NtfyMarkup.plain(headline, limit: limit)
        while title.utf8.count > NtfyLimits.title {
            limit -= max(1, (title.utf8.count - NtfyLimits.title) / 3)
            title = NtfyMarkup.plain(headline, limit: limit)
        }
        return title
    }

    private static func tag(_ message: Message) -> String {
        switch message.tone {
        case .good: "white_check_mark"
        case .info: "information_source"
        case .warning: "warning"
        case .danger: "rotating_light"
        }
    }
}
