internal import BelfryCore

/// Text in Zulip's markdown.
///
/// https://zulip.com/help/format-your-message-using-markdown
struct ZulipText {
    let clock: ClockText

    /// Text from outside as code: the one place within a line where nothing is markup, a mention or a link.
    static func code(_ text: String, limit: Int) -> String {
        let line = UntrustedText.singleLine(text)
        guard !line.isEmpty else { return "–" }
        let fitted = UntrustedText.fitted(line, to: limit).unicodeScalars.map { $0 == "`" ? "ˋ" : Character($0) }
        return "`\(String(fitted))`"
    }

    /// Text from outside with its lines, between fences longer than any run of backticks in it.
    static func fenced(_ text: String) -> String {
        var longest = 0
        var run = 0
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)text\n\(text)\n\(fence)"
    }

    /// A link; the one character of an address that could end it early is encoded.
    static func link(_ url: String, label: String) -> String {
        let safe = url.replacing("(", with: "%28").replacing(")", with: "%29")
        return "[\(label)](\(safe))"
    }

    /// Pieces of a message; texts from outside are cut to a limit of their own.
    func markdown(_ parts: [MessagePart], textLimit: Int) -> String {
        parts.map { part in
            switch part {
            case .words(let text): InertText.words(text)
            case .text(let text): Self.code(text, limit: textLimit)
            // Zulip shows it in the reader's own zone.
            case .instant(let instant): "<time:\(instant.iso8601)>, \(clock.age(instant))"
            case .link(let url, let label): Self.link(url, label: label)
            }
        }.joined()
    }
}
