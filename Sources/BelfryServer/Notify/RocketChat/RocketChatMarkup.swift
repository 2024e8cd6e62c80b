internal import BelfryCore

/// Rocket.Chat's Markdown, as far as its message parser and its attachments agree on it.
///
/// https://docs.rocket.chat/docs/message-formatting and the grammar in https://github.com/RocketChat/Rocket.Chat
/// (`packages/message-parser`), which knows no escaping: text from outside is code, or stands in a heading, which is
/// plain.
struct RocketChatMarkup: ChatMarkup {
    static let strong = Enclosure("**", "**")
    static let code = Enclosure("`", "`")
    static let block = Enclosure("```\n", "\n```")

    let clock: ClockText

    static func escaped(_ scalar: Unicode.Scalar, in place: MarkupPlace) -> String? {
        switch (place, scalar) {
        // Whom a message calls is looked for in code, too.
        case (_, "@"), (_, "#"): String(scalar) + "\u{200B}"
        // Headings of older apps are no plain text.
        case (.open, ":"): ":\u{200B}"
        case (.block, "`"): "`\u{200B}"
        case (_, "`"): "ˋ"
        default: nil
        }
    }

    static func substituted(_ text: String, limit: Int, in place: MarkupPlace) -> String {
        guard place == .open else {
            return UntrustedText.fitted(UntrustedText.lines(text), to: limit) { escape($0, in: place) }
        }
        let isEmpty = UntrustedText.singleLine(text).isEmpty
        return isEmpty || limit <= code.length ? "" : coded(text, limit: limit)
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
