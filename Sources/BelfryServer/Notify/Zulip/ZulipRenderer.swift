internal import BelfryCore

/// Writes a message in Zulip's markdown, no longer than Zulip takes.
struct ZulipRenderer {
    private let text: ZulipText

    init(clock: ClockText) {
        text = ZulipText(clock: clock)
    }

    /// The content, with as much of the long parts as fits.
    func content(_ message: Message) -> String {
        MessageBudget.fitting {
            content(message, $0)
        } where: {
            $0.utf16.count <= ZulipLimits.content
        }
    }

    private func content(_ message: Message, _ budget: MessageBudget) -> String {
        let title = InertText.singleLine(message.title, limit: ZulipLimits.title)
        var blocks = ["**\(Self.mark(message.tone)) \(title)**"]
        blocks += message.prose.map { InertText.prose($0, limit: budget.prose) }
        if !message.lead.isEmpty { blocks.append(markdown(message.lead, budget)) }
        let facts = message.facts.map { "* **\($0.label)**: \(markdown($0.value, budget))" }
        if !facts.isEmpty { blocks.append(facts.joined(separator: "\n")) }
        blocks += message.excerpts.map { "**\($0.title)**\n\(ZulipText.fenced($0.fitted(budget)))" }
        let list = lines(message, budget)
        if !list.isEmpty { blocks.append(list.joined(separator: "\n")) }
        let links = message.shortLinks.map { ZulipText.link($0.url, label: $0.label) }
        if !links.isEmpty { blocks.append(links.joined(separator: " · ")) }
        if !message.footer.isEmpty {
            blocks.append(ZulipText.code(message.footer.joined(separator: " · "), limit: budget.excerpt))
        }
        return blocks.joined(separator: "\n\n")
    }

    private func lines(_ message: Message, _ budget: MessageBudget) -> [String] {
        let (shown, further) = message.lines(budget)
        let lines = shown.map { item in
            let line = "* " + markdown(item.parts, budget)
            guard let link = item.link?.shortLink else { return line }
            return "\(line) \(ZulipText.link(link.url, label: link.label))"
        }
        return further > 0 ? lines + ["* …and \(further) more"] : lines
    }

    private func markdown(_ parts: [MessagePart], _ budget: MessageBudget) -> String {
        text.markdown(parts, textLimit: budget.text)
    }

    /// Zulip has no coloured messages.
    private static func mark(_ tone: MessageTone) -> String {
        switch tone {
        case .good: "🟢"
        case .info: "🔵"
        case .warning: "🟡"
        case .danger: "🔴"
        }
    }
}
