/// An element of a card; its texts are HTML of a few tags.
///
/// https://developers.google.com/workspace/chat/format-messages#card-formatting
enum GoogleChatWidget: Encodable, Hashable {
    /// A paragraph.
    case paragraph(String)
    /// A fact below its label.
    case fact(label: String, text: String)
    /// Buttons that open pages.
    case buttons([Button])

    /// A button that opens a page.
    struct Button: Encodable, Hashable {
        /// What it does.
        struct OnClick: Encodable, Hashable {
            var openLink: Link
        }

        /// Where it leads.
        struct Link: Encodable, Hashable {
            var url: String
        }

        var text: String
        var onClick: OnClick

        init(_ text: String, url: String) {
            self.text = text
            onClick = OnClick(openLink: Link(url: url))
        }
    }

    private struct Paragraph: Encodable {
        var text: String
    }

    private struct DecoratedText: Encodable {
        var topLabel: String
        var text: String
        var wrapText = true
    }

    private struct ButtonList: Encodable {
        var buttons: [Button]
    }

    private enum Key: String, CodingKey {
        case textParagraph, decoratedText, buttonList
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .paragraph(let text): try container.encode(Paragraph(text: text), forKey: .textParagraph)
        case .fact(let label, let text):
            try container.encode(DecoratedText(topLabel: label, text: text), forKey: .decoratedText)
        case .buttons(let buttons): try container.encode(ButtonList(buttons: buttons), forKey: .buttonList)
        }
    }
}
