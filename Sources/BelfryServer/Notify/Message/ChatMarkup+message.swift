internal import BelfryCore

extension ChatMarkup {
    /// Pieces of a message on one line; texts from outside are cut to a limit of their own, so that nothing is torn.
    func line(_ parts: [MessagePart], _ budget: MessageBudget) -> String {
        parts.map { part in
            switch part {
            case .words(let text): text.map { Self.escape($0, in: .words) }.joined()
            case .text(let text): Self.coded(text, limit: budget.text)
            case .instant(let instant): time(instant, brief: budget.detail >= .brief)
            case .link(let url, let label): Self.link(to: url, label: label)
            }
        }.joined()
    }

    /// What the operator has to say, at most two paragraphs.
    func prose(_ message: Message, _ budget: MessageBudget) -> [String] {
        [message.summary, message.description].compactMap { text in
            let prose = text.map { Self.prose($0, limit: budget.prose) } ?? ""
            return prose.contains { !$0.isWhitespace && $0 != "\u{200B}" } ? prose : nil
        }
    }

    /// One line for each alert of a group, and one for those that have none.
    func list(_ message: Message, _ budget: MessageBudget) -> [String] {
        let lines = message.items.prefix(budget.items).map { item in
            let parts = item.parts(budget.detail)
            let link = budget.detail == .linked ? item.link.flatMap { links([$0]).first }.map { " " + $0 } ?? "" : ""
            return "• " + line(parts, budget) + link
        }
        let further = message.furtherItems + message.items.count - lines.count
        return further > 0 ? lines + ["…and \(further) more"] : lines
    }

    /// Links, without those so long that they would crowd out the rest: half an address is worth nothing.
    func links(_ parts: [MessagePart]) -> [String] {
        parts.compactMap { part in
            guard case .link(let url, let label) = part, url.utf16.count <= MessageBudget.maximumLink else {
                return nil
            }
            return Self.link(to: url, label: label)
        }
    }
}

extension [String] {
    /// The lines in as few pieces as they fit in; a line is never longer than a piece may be.
    func joinedLines(limit: Int) -> [String] {
        var pieces: [String] = []
        for line in self {
            if let last = pieces.last, last.utf16.count + 1 + line.utf16.count <= limit {
                pieces[pieces.count - 1] = "\(last)\n\(line)"
            } else {
                pieces.append(line)
            }
        }
        return pieces
    }
}
