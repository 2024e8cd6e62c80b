/// A text object of Block Kit.
///
/// https://docs.slack.dev/reference/block-kit/composition-objects/text-object
enum SlackTextObject: Encodable, Hashable {
    /// Shown as it is.
    case plain(String)
    /// Formatted, without turning bare addresses and names into links.
    case markdown(String)

    /// The text, escaped.
    var text: String {
        switch self {
        case .plain(let text), .markdown(let text): text
        }
    }

    private enum Key: String, CodingKey {
        case type, text, emoji, verbatim
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(text, forKey: .text)
        switch self {
        case .plain:
            try container.encode("plain_text", forKey: .type)
            try container.encode(false, forKey: .emoji)
        case .markdown:
            try container.encode("mrkdwn", forKey: .type)
            try container.encode(true, forKey: .verbatim)
        }
    }
}
