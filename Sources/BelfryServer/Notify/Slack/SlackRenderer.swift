internal import BelfryCore

/// Writes a message as a Slack payload that Slack will take whole.
struct SlackRenderer {
    private let text: SlackText
    private let clock: ClockText
    private let channel: String?

    init(clock: ClockText, channel: String? = nil) {
        self.clock = clock
        self.channel = channel
        text = SlackText(clock: clock)
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> SlackPayload {
        for budget in SlackBudget.steps.dropLast() {
            let payload = payload(message, budget)
            guard String(decoding: payload.json(), as: UTF8.self).utf16.count >= SlackLimits.payload else {
                return payload
            }
        }
        return payload(message, .bare)
    }

    /// Plain text without blocks: the headline and a link.
    func minimal(_ message: Message) -> SlackPayload {
        let lines = [SlackText.plain(message.title, limit: 2 * SlackLimits.header)] + message.links.compactMap(link)
        return SlackPayload(channel: channel, text: lines.joined(separator: "\n"), blocks: [], attachments: [])
    }

    private func payload(_ message: Message, _ budget: SlackBudget) -> SlackPayload {
        let fallback = SlackText.plain(message.fallback(clock), limit: 2 * SlackLimits.header)
        var blocks: [SlackBlock] = [.header(SlackText.plain(message.title, limit: SlackLimits.header))]
        // Above the coloured part, because mentions inside of attachments notify nobody.
        for prose in [message.summary, message.description] {
            let rendered = prose.map { SlackText.markdown($0, limit: budget.prose) } ?? ""
            if rendered.contains(where: { !$0.isWhitespace }) { blocks.append(.section(.markdown(rendered))) }
        }
        return SlackPayload(
            channel: channel,
            text: fallback,
            blocks: blocks,
            attachments: [.init(color: Self.color(message.tone), fallback: fallback, blocks: details(message, budget))]
        )
    }

    private func details(_ message: Message, _ budget: SlackBudget) -> [SlackBlock] {
        var blocks: [SlackBlock] = []
        if !message.lead.isEmpty { blocks.append(section(message.lead, budget)) }
        if !message.facts.isEmpty {
            let fields = message.facts.prefix(SlackLimits.fields).map { fact in
                SlackTextObject.markdown("*\(fact.label)*\n\(text.markdown(fact.value, textLimit: budget.text))")
            }
            blocks.append(.fields(Array(fields)))
        }
        for excerpt in message.excerpts {
            blocks.append(
                .section(.markdown("*\(excerpt.title)*\n\(SlackText.fenced(excerpt.text, limit: budget.excerpt))"))
            )
        }
        blocks += list(message, budget)
        let links = message.links.compactMap(link)
        if !links.isEmpty { blocks.append(.section(.markdown(links.joined(separator: "  ·  ")))) }
        if !message.footer.isEmpty {
            let footer = message.footer.joined(separator: " · ")
            blocks.append(.context([.plain(SlackText.plain(footer, limit: budget.excerpt))]))
        }
        // Slack refuses an attachment without content.
        return blocks.isEmpty ? [.context([.plain("Belfry")])] : blocks
    }

    /// A link, or nil for one so long that it would crowd out the rest: half an address is worth nothing.
    private func link(_ part: MessagePart) -> String? {
        let link = text.markdown([part], textLimit: Self.maximumLink)
        return link.utf16.count <= Self.maximumLink ? link : nil
    }

    /// Units of a link; five of them stay within a section and the bare payload.
    private static let maximumLink = 500

    private func section(_ parts: [MessagePart], _ budget: SlackBudget) -> SlackBlock {
        .section(.markdown(text.markdown(parts, textLimit: budget.text)))
    }

    /// The lines of a list in as few sections as they fit in.
    private func list(_ message: Message, _ budget: SlackBudget) -> [SlackBlock] {
        var lines = message.items.prefix(budget.items).map { item in
            let link = budget.linksItems ? item.link.flatMap(link).map { " " + $0 } ?? "" : ""
            return "• " + text.markdown(budget.linksItems ? item.parts + item.more : item.parts, textLimit: budget.text)
                + link
        }
        let further = message.furtherItems + message.items.count - lines.count
        if further > 0 { lines.append("…and \(further) more") }
        var sections: [String] = []
        for line in lines {
            if let last = sections.last, last.utf16.count + 1 + line.utf16.count <= SlackLimits.section {
                sections[sections.count - 1] = "\(last)\n\(line)"
            } else {
                sections.append(line)
            }
        }
        return sections.map { .section(.markdown($0)) }
    }

    private static func color(_ tone: MessageTone) -> String {
        switch tone {
        case .good: "good"
        case .info: "#439fe0"
        case .warning: "warning"
        case .danger: "danger"
        }
    }
}
