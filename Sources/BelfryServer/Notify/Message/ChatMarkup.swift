internal import BelfryCore

/// How a chat writes the pieces of a message; what every chat does with them stands in the extensions.
protocol ChatMarkup {
    /// What stands before and after Belfry's own labels.
    static var strong: Enclosure { get }
    /// What makes one line code, in which nothing takes effect.
    static var code: Enclosure { get }
    /// What makes several lines code.
    static var block: Enclosure { get }

    /// What to write for a scalar of a text from outside; nil for itself.
    ///
    /// Scalars, because a character may be a bracket and the accent somebody has put on it.
    static func escaped(_ scalar: Unicode.Scalar, in place: MarkupPlace) -> String?

    /// A link under words of Belfry's.
    static func link(to url: String, label: String) -> String

    /// Whether a text with an operator's markup would leave nothing open that swallows what follows.
    static func isWhole(_ markup: String) -> Bool

    /// A point in time, in the reader's own zone where the chat can; `brief` where room is scarce.
    func time(_ instant: Instant, brief: Bool) -> String

    /// Text from outside in the midst of an operator's markup.
    static func substituted(_ text: String, limit: Int, in place: MarkupPlace) -> String
}

extension ChatMarkup {
    static func substituted(_ text: String, limit: Int, in place: MarkupPlace) -> String {
        UntrustedText.fitted(UntrustedText.lines(text), to: limit) { escape($0, in: place) }
    }

    /// A character of a text from outside.
    static func escape(_ character: Character, in place: MarkupPlace) -> String {
        character.unicodeScalars.map { escaped($0, in: place) ?? String($0) }.joined()
    }

    /// What stands before text from outside that begins a line: what follows a line break in the midst of it.
    private static var lineStart: Substring { (escaped("\n", in: .open) ?? "\n").dropFirst() }

    /// Text from outside, or words that may contain some, on one line among other text.
    static func plain(_ text: String, limit: Int) -> String {
        UntrustedText.fitted(UntrustedText.singleLine(text), to: limit) { escape($0, in: .open) }
    }

    /// Text from outside as code on one line.
    static func coded(_ text: String, limit: Int) -> String {
        let line = UntrustedText.singleLine(text)
        guard !line.isEmpty else { return "–" }
        return code.around(UntrustedText.fitted(line, to: limit - code.length) { escape($0, in: .code) })
    }

    /// Text from outside as code with its lines.
    static func fenced(_ text: String, limit: Int) -> String {
        let lines = UntrustedText.lines(text)
        return block.around(UntrustedText.fitted(lines, to: limit - block.length) { escape($0, in: .block) })
    }

    /// An operator's text: markup as written, what was substituted escaped, the whole cut to a limit.
    ///
    /// Where the cut leaves something open, or the markup is another chat's, all of it is text.
    static func prose(_ text: RenderedText, limit: Int) -> String {
        var result = ""
        var backticks = 0
        // Room for the space without width and an ellipsis.
        for segment in text.segments where result.utf16.count + 1 < limit {
            let left = limit - result.utf16.count
            switch segment {
            case .markup(let written) where written.utf16.count <= left:
                backticks += written.utf8.count { $0 == UInt8(ascii: "`") }
                result += written
            case .markup(let written):
                result += substituted(written, limit: left, in: .open)
                return isWhole(result) ? result : substituted(text.plain, limit: limit, in: .open)
            case .text(let text):
                let isCode = backticks % 2 == 1
                let isLineStart = result.isEmpty || result.hasSuffix("\n")
                let start = isLineStart && !isCode ? lineStart : ""
                result += start + substituted(text, limit: left - 1, in: isCode ? .block : .open)
            }
        }
        return isWhole(result) ? result : substituted(text.plain, limit: limit, in: .open)
    }
}
