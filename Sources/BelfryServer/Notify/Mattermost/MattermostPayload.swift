/// The body of an incoming webhook.
///
/// https://developers.mattermost.com/integrate/webhooks/incoming/ and
/// https://developers.mattermost.com/integrate/reference/message-attachments/
struct MattermostPayload: Encodable {
    /// The part with the coloured edge.
    struct Attachment: Encodable {
        var color: String
        /// What notifications on phones show.
        var fallback: String
        var text: String?
        var fields: [Field]?
        var footer: String?
    }

    /// A labelled text.
    struct Field: Encodable {
        var title: String
        var value: String
        /// Whether two stand side by side.
        var short: Bool
    }

    var channel: String?
    var username: String?
    var iconURL: String?
    var iconEmoji: String?
    /// What stands above the coloured part.
    var text: String
    var attachments: [Attachment]

    private enum CodingKeys: String, CodingKey {
        case channel, username, text, attachments
        case iconURL = "icon_url"
        case iconEmoji = "icon_emoji"
    }

    /// Whether every Mattermost server takes it whole.
    ///
    /// The server writes `&`, `<` and `>` with six characters in its own JSON.
    var isWithinLimits: Bool {
        let json = String(decoding: JSONBody.bytes(attachments), as: UTF8.self)
        let escapes = json.utf8.count { "&<>".utf8.contains($0) } * 5
        return text.utf16.count <= MattermostLimits.text && json.utf16.count + escapes <= MattermostLimits.attachments
    }
}
