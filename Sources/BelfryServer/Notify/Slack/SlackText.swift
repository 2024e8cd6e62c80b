internal import BelfryCore

/// Text in Slack's own form.
///
/// https://docs.slack.dev/messaging/formatting-message-text
struct SlackText {
    let clock: ClockText

    /// A character as Slack wants it everywhere; nothing else needs or takes escaping.
    ///
    /// Scalar by scalar: a bracket with an accent on it is another character to Swift and the same bracket to Slack.
    static func escape(_ character: Character) -> String {
        character.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
    }

    /// A character of code, in which a backtick would end it: another takes its place, or something follows it.
    private static func escapeCode(_ character: Character, backtick: String) -> String {
        guard character.unicodeScalars.contains("`") else { return escape(character) }
        return character.unicodeScalars.map { $0 == "`" ? backtick : escape(Character($0)) }.joined()
    }

    /// Text for a `plain_text` object.
    static func plain(_ text: String, limit: Int) -> String {
        UntrustedText.fitted(UntrustedText.singleLine(text), to: limit, escape: escape)
    }

    /// Text from outside among mrkdwn: as code, the one place where `*`, `_` and `~` are only characters.
    static func code(_ text: String, limit: Int) -> String {
        let cleaned = UntrustedText.singleLine(text)
        guard !cleaned.isEmpty else { return "–" }
        return "`" + UntrustedText.fitted(cleaned, to: limit - 2) { escapeCode($0, backtick: "ˋ") } + "`"
    }

    /// Text from outside with its lines, between fences it cannot close.
    static func fenced(_ text: String, limit: Int) -> String {
        let fence = "```"
        // A run of backticks, broken by zero-width spaces, ends nothing.
        let body = UntrustedText.fitted(UntrustedText.lines(text), to: limit - 2 * fence.count - 2) { character in
            escapeCode(character, backtick: "`\u{200B}")
        }
        return "\(fence)\n\(body)\n\(fence)"
    }

    /// Pieces of a message as mrkdwn; texts from outside are cut to a limit of their own, so that no token is torn.
    func markdown(_ parts: [MessagePart], textLimit: Int) -> String {
        parts.map { part in
            switch part {
            case .words(let text): text.map(Self.escape).joined()
            case .text(let text): Self.code(text, limit: textLimit)
            case .instant(let instant): time(instant)
            case .link(let url, let label): "<\(url)|\(label.map(Self.escape).joined())>"
            }
        }.joined()
    }

    /// An operator's text: markup as written, what was substituted escaped, the whole cut to a limit.
    static func markdown(_ text: RenderedText, limit: Int) -> String {
        var result = ""
        for segment in text.segments {
            let left = limit - result.utf16.count
            switch segment {
            case .markup(let markup) where markup.utf16.count <= left: result += markup
            case .markup(let markup): return result + closed(UntrustedText.fitted(markup, to: left))
            case .text(let text):
                result += UntrustedText.fitted(UntrustedText.lines(text), to: left) { escapeCode($0, backtick: "ˋ") }
            }
            guard result.utf16.count < limit else { break }
        }
        return result
    }

    /// A time in the reader's own zone, its age in words; for readers of the plain text the configured zone.
    private func time(_ instant: Instant) -> String {
        let seconds = instant.microseconds / 1_000_000
        return "<!date^\(seconds)^{date_short_pretty} {time}|\(clock.clock(instant))>, \(clock.age(instant))"
    }

    /// Markup cut in the middle of a `<…>` loses the torn token.
    private static func closed(_ cut: String) -> String {
        guard let open = cut.lastIndex(of: "<"), !cut[open...].contains(">") else { return cut }
        return cut[..<open] + "…"
    }
}
