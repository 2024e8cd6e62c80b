internal import BelfryCore

/// Writes a message as a Discord payload that Discord will take whole.
struct DiscordRenderer {
    private let markup: DiscordMarkup
    private let username: String?
    private let avatarURL: String?

    init(clock: ClockText, username: String? = nil, avatarURL: String? = nil) {
        markup = DiscordMarkup(clock: clock)
        self.username = username
        self.avatarURL = avatarURL
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> DiscordPayload {
        MessageBudget.fitting {
            DiscordPayload(username: username, avatarURL: avatarURL, embeds: embeds(message, $0))
        } where: {
            $0.isWithinLimits
        }
    }

    /// One card; a long list goes on in further ones.
    private func embeds(_ message: Message, _ budget: MessageBudget) -> [DiscordPayload.Embed] {
        var paragraphs = markup.prose(message, budget)
        if !message.lead.isEmpty { paragraphs.append(markup.line(message.lead, budget)) }
        let lines = paragraphs + markup.list(message, budget)
        let color = message.tone.rgb
        var embeds = lines.joinedLines(limit: DiscordLimits.description)
            .map { DiscordPayload.Embed(description: $0, color: color) }
        if embeds.isEmpty { embeds = [DiscordPayload.Embed(color: color)] }
        embeds[0].title = DiscordMarkup.plain(message.title, limit: DiscordLimits.title)
        let fields = fields(message, budget)
        if !fields.isEmpty { embeds[embeds.count - 1].fields = fields }
        if !message.footer.isEmpty {
            // A footer is plain text.
            let footer = UntrustedText.singleLine(message.footer.joined(separator: " · "))
            embeds[embeds.count - 1].footer = .init(text: UntrustedText.fitted(footer, to: budget.excerpt))
        }
        return embeds
    }

    private func fields(_ message: Message, _ budget: MessageBudget) -> [DiscordPayload.Field] {
        let facts = message.facts.map { fact in
            DiscordPayload.Field(name: fact.label, value: markup.line(fact.value, budget), inline: true)
        }
        let excerpts = message.excerpts.map { excerpt in
            let limit = min(budget.excerpt, DiscordLimits.fieldValue)
            return DiscordPayload.Field(
                name: excerpt.title,
                value: DiscordMarkup.fenced(excerpt.text, limit: limit),
                inline: false
            )
        }
        let links = links(message)
        let further = links.isEmpty ? [] : [DiscordPayload.Field(name: "Links", value: links, inline: false)]
        return facts + excerpts + further
    }

    /// As many links as a field holds.
    private func links(_ message: Message) -> String {
        let separator = " · "
        return markup.links(message.links).reduce(into: "") { text, link in
            let longer = text.isEmpty ? link : text + separator + link
            if longer.utf16.count <= DiscordLimits.fieldValue { text = longer }
        }
    }
}
