/// An element of an Adaptive Card.
enum AdaptiveElement: Encodable, Hashable {
    /// A paragraph in Adaptive Cards' markdown.
    case markdown(String)
    /// A line in which nothing is markup.
    case line([AdaptiveTextRun], isTight: Bool = false)
    /// Elements on a coloured ground: `attention`, `warning`, `good`, `accent` or `emphasis`.
    case container([AdaptiveElement], style: String)

    private enum Key: String, CodingKey {
        case type, text, wrap, inlines, spacing, items, style
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .markdown(let text):
            try container.encode("TextBlock", forKey: .type)
            try container.encode(text, forKey: .text)
            try container.encode(true, forKey: .wrap)
        case .line(let runs, let isTight):
            try container.encode("RichTextBlock", forKey: .type)
            try container.encode(runs, forKey: .inlines)
            if isTight { try container.encode("None", forKey: .spacing) }
        case .container(let items, let style):
            try container.encode("Container", forKey: .type)
            try container.encode(items, forKey: .items)
            try container.encode(style, forKey: .style)
        }
    }
}
