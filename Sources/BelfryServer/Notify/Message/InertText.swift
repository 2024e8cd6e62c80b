/// Text from outside for places where a chat knows markup and offers no way to escape it.
///
/// A character that could begin markup is replaced by one that looks like it, or followed by a zero-width space: the eye sees
/// the same, the chat sees a plain word. Where the exact text matters (names, errors) a chat's literal form is used instead.
/// Works on scalars, because a combining mark behind a `*` changes the character but not what a chat makes of it.
enum InertText {
    /// The text on one line, at most `limit` UTF-16 units, without emphasis, code, links, mentions, lists or headings.
    static func singleLine(_ text: String, limit: Int) -> String {
        fitted(UntrustedText.singleLine(text), limit: limit)
    }

    /// The text with its lines, otherwise like `singleLine`.
    static func lines(_ text: String, limit: Int) -> String {
        fitted(UntrustedText.lines(text), limit: limit)
    }

    /// Words that stand within a line, as they are but inert.
    static func words(_ text: String) -> String { neutralized(unlinked(text), after: " ") }

    /// The text in which no chat finds an address, a domain or a mention to make a link of.
    static func unlinked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            // Between a dot and a letter a domain could go on; digits are left alone for versions and amounts.
            if previous == "." && scalar.properties.isAlphabetic || previous == "@" || previous == ":" && scalar == "/"
            {
                result.append(space)
            }
            result.append(scalar)
            previous = scalar
        }
        return String(result)
    }

    private static func fitted(_ text: String, limit: Int) -> String {
        // Every replacement is one scalar, so a cut tears none of them.
        UntrustedText.fitted(neutralized(unlinked(text)), to: limit)
    }

    private static func neutralized(_ text: String, after beginning: Unicode.Scalar = "\n") -> String {
        var result = String.UnicodeScalarView()
        var previous = beginning
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            if separates(previous, scalar) { result.append(space) }
            result.append(replacement(of: scalar, isInWord: isWordPart(previous) && isWordPart(next)))
            previous = scalar
        }
        return String(result)
    }

    /// Whether two scalars mean something together that they do not mean apart.
    private static func separates(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        switch first {
        // A list, a quotation or a heading.
        case "\n": second != "\n" && !second.properties.isAlphabetic
        // A link, a template, an emoji's name.
        case "]": true
        case "{": second == "{"
        case ":": second.properties.isAlphabetic
        default: false
        }
    }

    private static func replacement(of scalar: Unicode.Scalar, isInWord: Bool) -> Unicode.Scalar {
        switch scalar {
        case "*": "∗"
        // Within a word an underscore means nothing anywhere.
        case "_": isInWord ? scalar : "ˍ"
        case "~": "∼"
        case "`": "ˋ"
        case "$": "＄"
        case "|": "ǀ"
        case "<": "‹"
        case ">": "›"
        case "\\": "⧵"
        default: scalar
        }
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }

    private static let space: Unicode.Scalar = "\u{200B}"
}
