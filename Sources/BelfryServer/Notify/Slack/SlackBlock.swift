/// A block of Block Kit.
///
/// https://docs.slack.dev/reference/block-kit/blocks
enum SlackBlock: Encodable, Hashable {
    /// A line in large letters, plain text only.
    case header(String)
    /// A paragraph.
    case section(SlackTextObject)
    /// Facts in two columns.
    case fields([SlackTextObject])
    /// Small print.
    case context([SlackTextObject])

    private enum Key: String, CodingKey {
        case type, text, fields, elements
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .header(let text):
            try container.encode("header", forKey: .type)
            try container.encode(SlackTextObject.plain(text), forKey: .text)
        case .section(let text):
            try container.encode("section", forKey: .type)
            try container.encode(text, forKey: .text)
        case .fields(let fields):
            try container.encode("section", forKey: .type)
            try container.encode(fields, forKey: .fields)
        case .context(let elements):
            try container.encode("context", forKey: .type)
            try container.encode(elements, forKey: .elements)
        }
    }
}
