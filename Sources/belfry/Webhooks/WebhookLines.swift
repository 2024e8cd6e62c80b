import BelfryServer

/// A webhook request as people read it in a terminal.
enum WebhookLines {
    /// Characters of a body that are shown unasked.
    private static let excerpt = 160

    /// One line of facts; for what was refused, the reason and the beginning of the body below.
    static func text(_ webhook: WebhookDocument, withBody: Bool, showsGaps: Bool) -> String {
        var lines: [String] = []
        if showsGaps, webhook.leftOut > 0 { lines.append("… \(webhook.leftOut) more that were acknowledged") }
        lines.append(facts(webhook))
        if let reason = webhook.reason { lines.append("    \(PlainText.printable(reason))") }
        let body = PlainText.printable(webhook.body)
        if withBody {
            if !body.isEmpty { lines.append("    \(body)") }
        } else if webhook.reason != nil, !body.isEmpty {
            lines.append("    \(body.prefix(excerpt))\(body.count > excerpt ? "…" : "")")
        }
        return lines.joined(separator: "\n")
    }

    private static func facts(_ webhook: WebhookDocument) -> String {
        var facts = ["\(webhook.receivedAt)  \(webhook.status) \(webhook.result)", webhook.path]
        facts.append(webhook.size.map { "\($0) bytes" } ?? "body not read")
        facts.append("from \(webhook.judgedAddress ?? "an unknown address")")
        if webhook.peer != webhook.judgedAddress, let peer = webhook.peer { facts.append("by way of \(peer)") }
        if let forwarded = webhook.forwardedFor {
            facts.append("X-Forwarded-For \(PlainText.printable(forwarded))")
        }
        if let id = webhook.secretID { facts.append("secret \(id)") }
        facts.append("\(webhook.durationMS) ms")
        return facts.joined(separator: "  ")
    }
}
