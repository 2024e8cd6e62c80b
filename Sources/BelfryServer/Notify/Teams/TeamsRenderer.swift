internal import BelfryCore

/// Writes a message as an Adaptive Card that Teams will take whole.
///
/// Everything from outside stands in `TextRun`s, the only text of a card that is no markdown; in the operator's own paragraphs,
/// which are, it is made inert. Nothing can mention anybody: a card does that only with entities of its own.
struct TeamsRenderer {
    private let clock: ClockText

    init(clock: ClockText) {
        self.clock = clock
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> TeamsPayload {
        MessageBudget.fitting {
            payload(message, $0)
        } where: {
            JSONBody.bytes($0).count <= TeamsLimits.payload
        }
    }

    private func payload(_ message: Message, _ budget: MessageBudget) -> TeamsPayload {
        let title = AdaptiveTextRun.title(UntrustedText.fitted(line(message.title), to: TeamsLimits.title))
        var body: [AdaptiveElement] = [.container([.line([title])], style: Self.style(message.tone))]
        body += message.prose.map { .markdown(InertText.prose($0, limit: budget.prose)) }
        if !message.lead.isEmpty { body.append(.line([.plain(text(message.lead, budget))])) }
        for (index, fact) in message.facts.enumerated() {
            body.append(.line([.bold("\(fact.label): "), .plain(text(fact.value, budget))], isTight: index > 0))
        }
        for excerpt in message.excerpts {
            body.append(.line([.bold(excerpt.title)]))
            body.append(.container(code(excerpt, budget), style: "emphasis"))
        }
        body += list(message, budget)
        if !message.footer.isEmpty {
            let footer = line(message.footer.joined(separator: " · "))
            body.append(.line([.subtle(UntrustedText.fitted(footer, to: budget.excerpt))]))
        }
        let buttons = message.shortLinks.prefix(TeamsLimits.actions).map {
            AdaptiveCard.OpenURL(title: $0.label, url: $0.url)
        }
        let fallback = UntrustedText.fitted(line(message.fallback(clock)), to: 2 * TeamsLimits.title)
        return TeamsPayload(AdaptiveCard(fallbackText: fallback, body: body, actions: buttons))
    }

    /// Line for line, because a run has no line breaks.
    private func code(_ excerpt: MessageExcerpt, _ budget: MessageBudget) -> [AdaptiveElement] {
        excerpt.fitted(budget).split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            index,
            line in
            .line([.code(line.isEmpty ? " " : String(line))], isTight: index > 0)
        }
    }

    private func list(_ message: Message, _ budget: MessageBudget) -> [AdaptiveElement] {
        let (shown, further) = message.lines(budget)
        var lines = shown.map { item in
            let words = AdaptiveTextRun.plain("• " + text(item.parts, budget))
            guard let link = item.link?.shortLink else { return [words] }
            return [words, .plain(" "), .link(link.url, label: link.label)]
        }
        if further > 0 { lines.append([.plain("…and \(further) more")]) }
        return lines.enumerated().map { .line($1, isTight: $0 > 0) }
    }

    private func text(_ parts: [MessagePart], _ budget: MessageBudget) -> String {
        parts.plain(clock, textLimit: budget.text)
    }

    private func line(_ text: String) -> String { UntrustedText.singleLine(text) }

    private static func style(_ tone: MessageTone) -> String {
        switch tone {
        case .good: "good"
        case .info: "accent"
        case .warning: "warning"
        case .danger: "attention"
        }
    }
}
