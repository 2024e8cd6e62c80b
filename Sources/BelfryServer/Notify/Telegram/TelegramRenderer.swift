internal import BelfryCore

/// Writes a message as HTML that Telegram will take whole.
struct TelegramRenderer {
    private let markup: TelegramMarkup

    init(clock: ClockText) {
        markup = TelegramMarkup(clock: clock)
    }

    /// The text, with as much of the long parts as fits.
    func text(_ message: Message) -> String {
        MessageBudget.fitting {
            text(message, $0)
        } where: { text in
            TelegramHTML(text).map {
                $0.length <= TelegramLimits.text && $0.entities <= TelegramLimits.entities
            } ?? false
        }
    }

    private func text(_ message: Message, _ budget: MessageBudget) -> String {
        let headline = TelegramMarkup.strong.around(TelegramMarkup.plain(message.title, limit: Self.maximumHeadline))
        var paragraphs = [headline] + markup.prose(message, budget)
        if !message.lead.isEmpty { paragraphs.append(markup.line(message.lead, budget)) }
        let facts = message.facts.map { fact in
            "\(TelegramMarkup.strong.around(fact.label)): \(markup.line(fact.value, budget))"
        }
        paragraphs.append(facts.joined(separator: "\n"))
        for excerpt in message.excerpts {
            let block = TelegramMarkup.fenced(excerpt.text, limit: budget.excerpt)
            paragraphs.append("\(TelegramMarkup.strong.around(excerpt.title))\n\(block)")
        }
        paragraphs.append(markup.list(message, budget).joined(separator: "\n"))
        paragraphs.append(markup.links(message.links).joined(separator: " · "))
        if !message.footer.isEmpty {
            let footer = message.footer.joined(separator: " · ")
            paragraphs.append(TelegramMarkup.coded(footer, limit: budget.excerpt))
        }
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Units of the headline after escaping.
    private static let maximumHeadline = 300
}
