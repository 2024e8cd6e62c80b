internal import BelfryCore

/// Discord's Markdown.
///
/// https://support.discord.com/hc/en-us/articles/210298617 and
/// https://discord.com/developers/docs/reference#message-formatting
struct DiscordMarkup: ChatMarkup {
    static let strong = Enclosure("**", "**")
    static let code = Enclosure("`", "`")
    static let block = Enclosure("```\n", "\n```")

    let clock: ClockText

    static func escaped(_ scalar: Unicode.Scalar, in place: MarkupPlace) -> String? {
        switch (place, scalar) {
        case (.open, "\\"), (.open, "*"), (.open, "_"), (.open, "~"), (.open, "`"), (.open, "|"), (.open, "<"),
            (.open, ">"), (.open, "["), (.open, "]"), (.words, "_"):
            "\\" + String(scalar)
        // Bare addresses and emoji.
        case (.open, ":"): ":\u{200B}"
        // A mark at the beginning of a line is no list, heading or quotation behind a space without width.
        case (.open, "\n"): "\n\u{200B}"
        // The mentions of a webhook are switched off; this keeps them from looking like some.
        case (.open, "@"): "@\u{200B}"
        case (.code, "`"): "ˋ"
        // A run of backticks, broken by zero-width spaces, ends nothing.
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
        let seconds = instant.microseconds / 1_000_000
        return brief ? "<t:\(seconds):R>" : "<t:\(seconds):f> (<t:\(seconds):R>)"
    }
}
