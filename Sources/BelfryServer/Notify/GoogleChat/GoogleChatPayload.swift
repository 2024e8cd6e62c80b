/// A message of Google Chat.
///
/// https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages
struct GoogleChatPayload: Encodable {
    /// Where it belongs.
    struct Thread: Encodable {
        var threadKey: String
    }

    /// A card under its name in the message.
    struct NamedCard: Encodable {
        var cardId = "belfry"
        var card: Card
    }

    /// A card.
    struct Card: Encodable {
        var sections: [Section]
    }

    /// A part of a card.
    struct Section: Encodable {
        var widgets: [GoogleChatWidget]
    }

    /// What stands above the card, in Google Chat's own markup; the only place where mentions work.
    var text: String
    var thread: Thread?
    var cardsV2: [NamedCard]?

    init(text: String, threadKey: String?, widgets: [GoogleChatWidget]) {
        self.text = text
        thread = threadKey.map { Thread(threadKey: $0) }
        // An empty card is refused.
        cardsV2 = widgets.isEmpty ? nil : [NamedCard(card: Card(sections: [Section(widgets: widgets)]))]
    }
}
