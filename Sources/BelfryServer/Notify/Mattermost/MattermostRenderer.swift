internal import BelfryCore

/// Writes a message as a Mattermost payload that Mattermost will keep in one post.
struct MattermostRenderer {
    private let markup: MattermostMarkup

    init(clock: ClockText) {
        markup = MattermostMarkup(clock: clock)
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> MattermostPayload {
        MessageBudget.fitting {
            payload(message, $0)
        } where: {
            $0.isWithinLimits
        }
    }

    private func payload(_ message: Message, _ budget: MessageBudget) -> MattermostPayload {
        let headline = "#### " + MattermostMarkup.plain(message.title, limit: Self.maximumHeadline)
        let details = details(message, budget)
        let fields = message.facts.map { fact in
            MattermostPayload.Field(title: fact.label, value: markup.line(fact.value, budget), short: true)
        }
        let attachment = MattermostPayload.Attachment(
            color: message.tone.hexColor,
            fallback: Self.plain(message.fallback(markup.clock), limit: Self.maximumHeadline),
            text: details.isEmpty ? nil : details,
            fields: fields.isEmpty ? nil : fields,
            footer: message.footer.isEmpty
                ? nil : Self.plain(message.footer.joined(separator: " · "), limit: Self.maximumHeadline)
        )
        return MattermostPayload(
            text: ([headline] + markup.prose(message, budget)).joined(separator: "\n"),
            attachments: [attachment]
        )
    }

    /// Text for places without Markdown, where entities and backslashes would be seen.
    private static func plain(_ text: String, limit: Int) -> String {
        UntrustedText.fitted(UntrustedText.singleLine(text), to: limit) { MattermostMarkup.escape($0, in: .code) }
    }

    private func details(_ message: Message, _ budget: MessageBudget) -> String {
        var paragraphs: [String] = []
        if !message.lead.isEmpty { paragraphs.append(markup.line(message.lead, budget)) }
        for excerpt in message.excerpts {
            let block = MattermostMarkup.fenced(excerpt.text, limit: budget.excerpt)
            paragraphs.append("\(MattermostMarkup.strong.around(excerpt.title))\n\(block)")
        }
        paragraphs.append(markup.list(message, budget).joined(separator: "\n"))
        paragraphs.append(markup.links(message.links).joined(separator: " · "))
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Units of a headline after escaping.
    private static let maximumHeadline = 300
}
