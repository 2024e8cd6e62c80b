/// Text of a request: headers compared as HTTP compares them, and anything quoted so that a log line can hold it.
enum RequestText {
    /// How much of a header or a value a log line repeats.
    private static let maximumBytes = 200

    /// The text without the blanks around it (RFC 9110's optional whitespace).
    static func trimmed(_ text: some StringProtocol) -> Substring {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

        var bytes = Substring(text).utf8
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return Substring(bytes)
    }

    /// Whether a text is a token, in any case and with blanks around it.
    ///
    /// `token` is in lower case.
    static func isToken(_ text: some StringProtocol, _ token: String) -> Bool {
        let bytes = trimmed(text).utf8
        return bytes.count == token.utf8.count && zip(bytes, token.utf8).allSatisfy { lowercased($0) == $1 }
    }

    /// Whether a `Content-Type` is of a media type, whatever its parameters.
    ///
    /// `type` is in lower case.
    static func isMediaType(_ text: String, _ type: String) -> Bool {
        if text == type { return true }
        let end = text.utf8.firstIndex(of: UInt8(ascii: ";")) ?? text.utf8.endIndex
        return isToken(text[..<end], type)
    }

    /// The text in quotes, shortened, with `?` for every byte that is not printable ASCII.
    static func quoted(_ text: String) -> String {
        "\"\(shortened(text))\""
    }

    /// At most 200 bytes of the text, with `?` for every byte that is not printable ASCII.
    static func shortened(_ text: String) -> String {
        let bytes = text.utf8.prefix(maximumBytes).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: bytes, as: UTF8.self) + (text.utf8.count > maximumBytes ? "…" : "")
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
