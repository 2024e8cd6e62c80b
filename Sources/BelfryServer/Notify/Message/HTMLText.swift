internal import BelfryCore

/// Text from outside within HTML.
enum HTMLText {
    /// A character with `&`, `<` and `>` written as entities; chats' subsets of HTML know few others.
    static func escape(_ character: Character) -> String {
        // By scalars: a `<` with a combining mark is another character, and still begins a tag.
        character.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(Character(scalar))
            }
        }.joined()
    }

    /// A whole text, escaped.
    static func escaped(_ text: String) -> String { text.map(escape).joined() }

    /// A text as the value of an attribute, in quotes.
    static func attribute(_ text: String) -> String {
        // By scalars, as `escape`: a quote with a combining mark ends a value too.
        let value = escaped(text).unicodeScalars.map { $0 == "\"" ? "&quot;" : String(Character($0)) }.joined()
        return "\"\(value)\""
    }

    /// A link.
    static func link(_ url: String, label: String) -> String {
        "<a href=\"\(escaped(url).replacing("\"", with: "%22"))\">\(escaped(label))</a>"
    }

    /// A text on one line, escaped, at most `limit` UTF-16 units after that.
    static func singleLine(_ text: String, limit: Int) -> String {
        UntrustedText.fitted(UntrustedText.singleLine(text), to: limit, escape: escape)
    }

    /// An operator's text for readers of plain text: without the tags, what was substituted without links.
    static func withoutTags(_ text: RenderedText) -> String {
        text.segments.map { segment in
            switch segment {
            case .markup(let markup): markup.replacing(/<[^<>]*>/, with: "")
            case .text(let text): InertText.unlinked(text)
            }
        }.joined()
    }

    /// An operator's text: markup as written, what was substituted escaped, the whole cut to a limit.
    ///
    /// Markup cut in the middle of a tag loses the torn tag.
    static func prose(_ text: RenderedText, limit: Int) -> String {
        var result = ""
        for segment in text.segments {
            let left = limit - result.utf16.count
            switch segment {
            case .markup(let markup) where markup.utf16.count <= left: result += markup
            case .markup(let markup):
                let cut = UntrustedText.fitted(markup, to: left)
                guard let open = cut.lastIndex(of: "<"), !cut[open...].contains(">") else { return result + cut }
                return result + cut[..<open] + "…"
            case .text(let text):
                let inert = InertText.unlinked(UntrustedText.lines(text))
                result += UntrustedText.fitted(inert, to: left, escape: escape)
            }
            guard result.utf16.count < limit else { break }
        }
        return result
    }
}
