/// A card in the form that Teams, Outlook and others show.
///
/// https://adaptivecards.io/explorer/AdaptiveCard.html
struct AdaptiveCard: Encodable {
    /// A button that opens a page.
    struct OpenURL: Encodable, Hashable {
        var type = "Action.OpenUrl"
        var title: String?
        var url: String
    }

    /// What Teams adds to the format.
    struct TeamsExtension: Encodable {
        var width = "Full"
    }

    var schema = "http://adaptivecards.io/schemas/adaptive-card.json"
    var type = "AdaptiveCard"
    /// The first version with text that is no markdown, which all of Teams' clients show.
    var version = "1.2"
    /// For clients that show no cards.
    var fallbackText: String
    var body: [AdaptiveElement]
    var actions: [OpenURL]
    var msteams = TeamsExtension()

    init(fallbackText: String, body: [AdaptiveElement], actions: [OpenURL]) {
        self.fallbackText = fallbackText
        self.body = body
        self.actions = actions
    }

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case type, version, fallbackText, body, actions, msteams
    }
}
