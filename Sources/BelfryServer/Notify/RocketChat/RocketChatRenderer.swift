internal import BelfryCore

/// Writes a message as a Rocket.Chat payload that Rocket.Chat will take whole.
struct RocketChatRenderer {
    private let markup: RocketChatMarkup

    init(clock: ClockText) {
        markup = RocketChatMarkup(clock: clock)
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> RocketChatPayload {
        MessageBudget.fitting {
            payload(message, $0)
        } where: {
            $0.isWithinLimits
        }
    }

    private func payload(_ message: Message, _ budget: MessageBudget) -> RocketChatPayload {
        let headline = "#### " + RocketChatMarkup.plain(message.title, limit: Self.maximumHeadline)
        let details = details(message, budget)
        let fields = message.facts.map { fact in
            RocketChatPayload.Field(title: fact.label, value: markup.line(fact.value, budget), short: true)
        }
        return RocketChatPayload(
            text: ([headline] + markup.prose(message, budget)).joined(separator: "\n"),
            attachments: [
                RocketChatPayload.Attachment(
                    color: message.tone.hexColor,
                    text: details.isEmpty ? nil : details,
                    fields: fields.isEmpty ? nil : fields
                )
            ]
        )
    }

    private func details(_ message: Message, _ budget: MessageBudget) -> String {
        var paragraphs: [String] = []
        if !message.lead.isEmpty { paragraphs.append(markup.line(message.lead, budget)) }
        for excerpt in message.excerpts {
            let block = RocketChatMarkup.fenced(excerpt.text, limit: budget.excerpt)
            paragraphs.append("\(RocketChatMarkup.strong.around(excerpt.title))\n\(block)")
        }
        paragraphs.append(markup.list(message, budget).joined(separator: "\n"))
        paragraphs.append(markup.links(message.links).joined(separator: " · "))
        if !message.footer.isEmpty {
            let footer = message.footer.joined(separator: " · ")
            paragraphs.append(RocketChatMarkup.coded(footer, limit: budget.excerpt))
        }
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Units of the headline.
    private static let maximumHeadline = 300
}
