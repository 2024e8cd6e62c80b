internal import BelfryCore

/// Writes a message as the content of a Matrix event, once as HTML and once as plain text.
///
/// What came from outside is escaped, and inert against clients that make links of addresses they find. `@room` calls the room
/// only where the operator wrote it.
struct MatrixRenderer {
    private let clock: ClockText

    init(clock: ClockText) {
        self.clock = clock
    }

    /// The payload, with as much of the long parts as fits.
    func payload(_ message: Message) -> MatrixPayload {
        MessageBudget.fitting {
            payload(message, $0)
        } where: {
            JSONBody.bytes($0).count <= MatrixLimits.content
        }
    }

    private func payload(_ message: Message, _ budget: MessageBudget) -> MatrixPayload {
        MatrixPayload(
            body: body(message, budget),
            formattedBody: html(message, budget),
            callsRoom: message.prose.contains { Self.callsRoom($0) }
        )
    }

    private static func callsRoom(_ text: RenderedText) -> Bool {
        text.segments.contains { segment in
            if case .markup(let markup) = segment { markup.contains("@room") } else { false }
        }
    }

    private func html(_ message: Message, _ budget: MessageBudget) -> String {
        let title = HTMLText.singleLine(InertText.unlinked(message.title), limit: MatrixLimits.title)
        var blocks = ["<p><font data-mx-color=\"\(Self.color(message.tone))\"><strong>\(title)</strong></font></p>"]
        blocks += message.prose.map { "<p>\(HTMLText.prose($0, limit: budget.prose))</p>" }
        if !message.lead.isEmpty { blocks.append("<p>\(html(message.lead, budget))</p>") }
        let facts = message.facts.map { "<li><strong>\($0.label)</strong>: \(html($0.value, budget))</li>" }
        if !facts.isEmpty { blocks.append("<ul>\(facts.joined())</ul>") }
        blocks += message.excerpts.map { excerpt in
            let text = HTMLText.escaped(excerpt.fitted(budget))
            return "<p><strong>\(excerpt.title)</strong></p><pre><code>\(text)</code></pre>"
        }
        let (shown, further) = message.lines(budget)
        var items = shown.map { item in
            guard let link = item.link?.shortLink else { return html(item.parts, budget) }
            return "\(html(item.parts, budget)) \(HTMLText.link(link.url, label: link.label))"
        }
        if further > 0 { items.append("…and \(further) more") }
        if !items.isEmpty { blocks.append("<ul>\(items.map { "<li>\($0)</li>" }.joined())</ul>") }
        let links = message.shortLinks.map { HTMLText.link($0.url, label: $0.label) }
        if !links.isEmpty { blocks.append("<p>\(links.joined(separator: " · "))</p>") }
        if !message.footer.isEmpty {
            let footer = HTMLText.singleLine(message.footer.joined(separator: " · "), limit: budget.excerpt)
            blocks.append("<p><code>\(footer)</code></p>")
        }
        return blocks.joined()
    }

    private func html(_ parts: [MessagePart], _ budget: MessageBudget) -> String {
        parts.map { part in
            switch part {
            case .words(let text): HTMLText.escaped(InertText.unlinked(text))
            case .text: "<code>\(HTMLText.escaped([part].plain(clock, textLimit: budget.text)))</code>"
            case .instant(let instant): HTMLText.escaped(clock.full(instant))
            case .link(let url, let label): HTMLText.link(url, label: label)
            }
        }.joined()
    }

    private static func color(_ tone: MessageTone) -> String {
        switch tone {
        case .good: "#2e9e4f"
        case .info: "#439fe0"
        case .warning: "#c98a00"
        case .danger: "#d9332b"
        }
    }

    private func body(_ message: Message, _ budget: MessageBudget) -> String {
        let title = UntrustedText.fitted(UntrustedText.singleLine(message.title), to: MatrixLimits.title)
        let prose = message.prose.map { text in
            UntrustedText.fitted(UntrustedText.lines(HTMLText.withoutTags(text)), to: budget.prose)
        }
        var lines: [String] = message.lead.isEmpty ? [] : [plain(message.lead, budget)]
        lines += message.facts.map { "\($0.label): \(plain($0.value, budget))" }
        lines += message.excerpts.map { "\($0.title):\n\($0.fitted(budget))" }
        let (shown, further) = message.lines(budget)
        lines += shown.map { "• \(plain($0.parts, budget))" }
        if further > 0 { lines.append("…and \(further) more") }
        // What an address ends in may come from outside, and old clients look for @room everywhere.
        let links = message.shortLinks.map { "\($0.label): \($0.url.replacing("@", with: "%40"))" }
        return ([InertText.unlinked(title)] + prose + lines.map(InertText.unlinked) + links).joined(separator: "\n")
    }

    private func plain(_ parts: [MessagePart], _ budget: MessageBudget) -> String {
        parts.plain(clock, textLimit: budget.text)
    }
}
