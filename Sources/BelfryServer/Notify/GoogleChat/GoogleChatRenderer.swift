internal import BelfryCore

/// Writes a message as one of Google Chat's that it will take whole.
///
/// The headline and the operator's paragraphs stand in `text`, where mentions work and nothing can be escaped: what came from
/// outside is inert there. The facts stand in a card, whose text is HTML and is escaped.
struct GoogleChatRenderer {
    private let clock: ClockText
    private let threadKey: String?

    init(clock: ClockText, threadKey: String?) {
        self.clock = clock
        self.threadKey = threadKey
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> GoogleChatPayload {
        MessageBudget.fitting {
            payload(message, $0)
        } where: {
            JSONBody.bytes($0).count <= GoogleChatLimits.message
        }
    }

    private func payload(_ message: Message, _ budget: MessageBudget) -> GoogleChatPayload {
        let title = InertText.singleLine(message.title, limit: GoogleChatLimits.title)
        let paragraphs = message.prose.map { InertText.prose($0, limit: budget.prose) }
        return GoogleChatPayload(
            text: (["*\(title)*"] + paragraphs).joined(separator: "\n"),
            threadKey: threadKey,
            widgets: widgets(message, budget)
        )
    }

    private func widgets(_ message: Message, _ budget: MessageBudget) -> [GoogleChatWidget] {
        var widgets: [GoogleChatWidget] = []
        if !message.lead.isEmpty { widgets.append(.paragraph(html(message.lead, budget))) }
        widgets += message.facts.map { .fact(label: $0.label, text: html($0.value, budget)) }
        for excerpt in message.excerpts {
            let lines = HTMLText.escaped(InertText.unlinked(excerpt.fitted(budget))).replacing("\n", with: "<br>")
            widgets.append(.paragraph("<b>\(excerpt.title)</b><br>\(lines)"))
        }
        let list = lines(message, budget)
        if !list.isEmpty { widgets.append(.paragraph(list.joined(separator: "<br>"))) }
        let buttons = message.shortLinks.map { GoogleChatWidget.Button($0.label, url: $0.url) }
        if !buttons.isEmpty { widgets.append(.buttons(buttons)) }
        if !message.footer.isEmpty {
            let footer = HTMLText.singleLine(
                InertText.unlinked(message.footer.joined(separator: " · ")),
                limit: budget.excerpt
            )
            widgets.append(.paragraph("<i>\(footer)</i>"))
        }
        return widgets
    }

    private func lines(_ message: Message, _ budget: MessageBudget) -> [String] {
        let (shown, further) = message.lines(budget)
        let lines = shown.map { item in
            let line = "• " + html(item.parts, budget)
            guard let link = item.link?.shortLink else { return line }
            return "\(line) \(HTMLText.link(link.url, label: link.label))"
        }
        return further > 0 ? lines + ["…and \(further) more"] : lines
    }

    private func html(_ parts: [MessagePart], _ budget: MessageBudget) -> String {
        HTMLText.escaped(InertText.unlinked(parts.plain(clock, textLimit: budget.text)))
    }
}
