internal import BelfryCore

/// Mattermost's Markdown.
///
/// https://docs.mattermost.com/end-user-guide/collaborate/format-messages.html
/// Before that, what Slack writes in angle brackets is translated, everywhere and in code too:
/// https://developers.mattermost.com/integrate/webhooks/incoming/#slack-compatibility
struct MattermostMarkup: ChatMarkup {
    static let strong = Enclosure("**", "**")
    static let code = Enclosure("`", "`")
    static let block = Enclosure("```\n", "\n```")

    let clock: ClockText

    static func escaped(_ scalar: Unicode.Scalar, in place: MarkupPlace) -> String? {
        switch (place, scalar) {
        case (.open, "&"): "&amp;"
        case (.open, "<"): "&lt;"
        case (.open, ">"): "&gt;"
        case (.open, "\\"), (.open, "*"), (.open, "_"), (.open, "~"), (.open, "`"), (.open, "|"), (.open, "["),
            (.open, "]"), (.open, "!"), (.words, "_"):
            "\\" + String(scalar)
        // Bare addresses, emoji and hashtags cannot be escaped, only broken.
        case (.open, ":"), (.open, "."), (.open, "#"): String(scalar) + "\u{200B}"
        case (.open, "@"), (.code, "@"), (.block, "@"): "@\u{200B}"
        // A mark at the beginning of a line is no list, heading or quotation behind a space without width.
        case (.open, "\n"): "\n\u{200B}"
        // Code knows no entities, and is not safe from the translation.
        case (.code, "<"), (.block, "<"): "‹"
        case (.code, ">"), (.block, ">"): "›"
        case (.code, "`"): "ˋ"
        case (.block, "`"): "`\u{200B}"
        default: nil
        }
    }

    static func link(to url: String, label: String) -> String {
        "[\(label)](\(url.replacing("(", with: "%28").replacing(")", with: "%29")))"
    }

    static func isWhole(_ markup: String) -> Bool {
        markup.ranges(of: "```").count % 2 == 0
    }

    func time(_ instant: Instant, brief: Bool) -> String {
        brief ? clock.clock(instant) : clock.full(instant)
    }
}
