/// The part of an answer's body that is kept on record.
enum ResponseExcerpt {
    /// Bytes of UTF-8 kept.
    static let maximumBytes = 1_024

    /// The beginning of a body as text: whole characters up to 1 KiB, without control and direction characters.
    static func text(of body: [UInt8]) -> String {
        var text = ""
        var size = 0
        for character in UntrustedText.singleLine(String(decoding: body.prefix(2 * maximumBytes), as: UTF8.self)) {
            size += character.utf8.count
            guard size <= maximumBytes else { break }
            text.append(character)
        }
        return text
    }
}
