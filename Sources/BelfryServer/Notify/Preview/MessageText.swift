internal import BelfryCore

/// A message as plain text with its lines, about as a chat shows it.
struct MessageText {
    let clock: ClockText

    /// The text; nothing in it comes from outside with its control characters.
    func text(_ message: Message) -> String {
        var paragraphs = [UntrustedText.singleLine(message.title)]
        paragraphs += message.prose.map { UntrustedText.lines($0.plain) }
        paragraphs.append(message.lead.plain(clock))
        paragraphs.append(facts(message))
        paragraphs += message.excerpts.map { excerpt in
            let lines = UntrustedText.lines(excerpt.text).split(separator: "\n", omittingEmptySubsequences: false)
            return ([excerpt.title] + lines.map { "  \($0)" }).joined(separator: "\n")
        }
        paragraphs.append(items(message))
        paragraphs.append(
            message.links.compactMap(\.shortLink).map { "\($0.label): \($0.url)" }.joined(separator: "\n")
        )
        paragraphs.append(message.footer.map(UntrustedText.singleLine).joined(separator: " · "))
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func facts(_ message: Message) -> String {
        let width = message.facts.map(\.label.count).max() ?? 0
        return message.facts.map { fact in
            let padding = String(repeating: " ", count: width - fact.label.count)
            return "\(fact.label)\(padding)  \(fact.value.plain(clock))"
        }.joined(separator: "\n")
    }

    private func items(_ message: Message) -> String {
        let (shown, further) = message.lines(MessageBudget.generous)
        let lines = shown.map { "• \($0.parts.plain(clock))" }
        return (lines + (further > 0 ? ["…and \(further) more"] : [])).joined(separator: "\n")
    }
}
