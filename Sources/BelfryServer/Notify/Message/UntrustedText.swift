/// Makes text from outside harmless to look at, and cuts text without tearing characters.
enum UntrustedText {
    /// The text on one line: line breaks and control characters become a space, characters that turn the writing direction go.
    static func singleLine(_ text: String) -> String {
        clean(text, keepsLines: false)
    }

    /// The text with its lines; other control characters become a space, characters that turn the writing direction go.
    static func lines(_ text: String) -> String {
        clean(text.replacing("\r\n", with: "\n"), keepsLines: true)
    }

    /// As much of a text as fits into a number of UTF-16 units, every character written by `escape`, whole characters only.
    ///
    /// Where something is left out, the last unit is an ellipsis. UTF-16, because no chat counts more units than that.
    static func fitted(_ text: String, to limit: Int, escape: (Character) -> String = { String($0) }) -> String {
        var result = ""
        var length = 0
        var lengthWithEllipsis = result
        for character in text {
            let escaped = escape(character)
            length += escaped.utf16.count
            guard length <= limit else { return lengthWithEllipsis + "…" }
            result += escaped
            if length < limit { lengthWithEllipsis = result }
        }
        return result
    }

    private static func clean(_ text: String, keepsLines: Bool) -> String {
        var scalars = String.UnicodeScalarView()
        var endsInSpace = true
        for scalar in text.unicodeScalars where !turnsDirection(scalar) {
            let isBreak = scalar == "\n" && keepsLines
            if isBreak || !isControl(scalar) && scalar != " " {
                scalars.append(scalar)
                endsInSpace = isBreak
            } else if keepsLines && scalar == " " || !endsInSpace {
                scalars.append(" ")
                endsInSpace = true
            }
        }
        while let last = scalars.last, last == " " || last == "\n" { scalars.removeLast() }
        return String(scalars)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }

    /// Marks, embeddings, overrides and isolates of the bidirectional algorithm, and the byte order mark.
    ///
    /// One of them left open turns the rest of the message.
    private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
