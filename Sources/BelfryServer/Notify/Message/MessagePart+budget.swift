extension MessagePart {
    /// The address and label of a link of reasonable length; nil for everything else.
    var shortLink: (url: String, label: String)? {
        guard case .link(let url, let label) = self, url.utf8.count <= MessageBudget.maximumLink else { return nil }
        return (url, label)
    }
}

extension [MessagePart] {
    /// The pieces as one line of plain text, each text from outside cut to a limit of its own, links left out.
    func plain(_ clock: ClockText, textLimit: Int) -> String {
        map { part in
            switch part {
            case .words(let text): text
            case .text(let text): Self.shown(text, limit: textLimit)
            case .instant(let instant): clock.full(instant)
            case .link: ""
            }
        }.joined()
    }

    private static func shown(_ text: String, limit: Int) -> String {
        let line = UntrustedText.singleLine(text)
        return line.isEmpty ? "–" : UntrustedText.fitted(line, to: limit)
    }
}
