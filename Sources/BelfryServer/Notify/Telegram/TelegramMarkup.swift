internal import BelfryCore

/// The HTML of Telegram's bots.
///
/// https://core.telegram.org/bots/api#html-style
struct TelegramMarkup: ChatMarkup {
    static let strong = Enclosure("<b>", "</b>")
    static let code = Enclosure("<code>", "</code>")
    static let block = Enclosure("<pre>", "</pre>")

    let clock: ClockText

    static func escaped(_ scalar: Unicode.Scalar, in place: MarkupPlace) -> String? {
        switch (place, scalar) {
        case (_, "&"): "&amp;"
        case (_, "<"): "&lt;"
        case (_, ">"): "&gt;"
        // Outside of code Telegram makes links of names, tags, commands, amounts, numbers and bare domains by itself.
        case (.open, "@"), (.open, "#"), (.open, "/"), (.open, "$"), (.open, "+"), (.open, "."):
            String(scalar) + "\u{200B}"
        default: nil
        }
    }

    static func link(to url: String, label: String) -> String {
        let address = url.flatMap { $0 == "\"" ? "&quot;" : escape($0, in: .code) }
        return "<a href=\"\(String(address))\">\(label)</a>"
    }

    static func isWhole(_ markup: String) -> Bool {
        TelegramHTML(markup) != nil
    }

    func time(_ instant: Instant, brief: Bool) -> String {
        brief ? clock.clock(instant) : clock.full(instant)
    }
}
