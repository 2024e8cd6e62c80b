/// HTML that Telegram will accept: known tags, properly nested and closed.
///
/// https://core.telegram.org/bots/api#html-style
struct TelegramHTML {
    /// Units of UTF-16 of what is left when the markup is taken away.
    private(set) var length = 0
    /// Pieces of markup.
    private(set) var entities = 0

    /// Reads a text; nil for one that Telegram would refuse.
    init?(_ html: String) {
        var open: [Substring] = []
        var rest = Substring(html)
        while let next = rest.unicodeScalars.firstIndex(where: { $0 == "<" || $0 == "&" }) {
            length += rest[..<next].utf16.count
            rest = rest[next...]
            if rest.unicodeScalars.first == "&" {
                let entity = Self.entities.first { rest.hasPrefix($0) } ?? "&"
                length += 1
                rest = Substring(rest.unicodeScalars.dropFirst(entity.unicodeScalars.count))
                continue
            }
            guard let end = rest.unicodeScalars.firstIndex(of: ">") else { return nil }
            let tag = Substring(rest.unicodeScalars[..<end].dropFirst())
            rest = Substring(rest.unicodeScalars[end...].dropFirst())
            if tag.hasPrefix("/") {
                guard let last = open.popLast(), last == tag.dropFirst() else { return nil }
            } else {
                guard let name = Self.name(of: tag) else { return nil }
                entities += 1
                open.append(name)
            }
        }
        guard open.isEmpty else { return nil }
        length += rest.utf16.count
    }

    /// The name of an opening tag; nil for an unknown one, or one with attributes that do not belong there.
    private static func name(of tag: Substring) -> Substring? {
        if plainTags.contains(String(tag)) { return tag }
        let start = "a href=\""
        guard tag.hasPrefix(start), tag.hasSuffix("\""), tag.count > start.count + 1 else { return nil }
        let address = tag.dropFirst(start.count).dropLast()
        return address.contains("\"") ? nil : "a"
    }

    private static let plainTags = [
        "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "tg-spoiler",
    ]
    private static let entities = ["&amp;", "&lt;", "&gt;", "&quot;"]
}
