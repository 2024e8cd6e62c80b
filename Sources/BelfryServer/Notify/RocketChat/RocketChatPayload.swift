/// The body of an incoming webhook.
///
/// https://docs.rocket.chat/docs/create-an-incoming-webhook and
/// https://developer.rocket.chat/apidocs/post-message#attachments-detail
struct RocketChatPayload: Encodable {
    /// The part with the coloured edge.
    struct Attachment: Encodable {
        var color: String
        var text: String?
        var fields: [Field]?
    }

    /// A labelled text.
    struct Field: Encodable {
        var title: String
        var value: String
        /// Whether two stand side by side.
        var short: Bool
    }

    var channel: String?
    /// The name it posts under.
    var alias: String?
    var avatar: String?
    var emoji: String?
    /// What stands above the coloured part, and what notifications show.
    var text: String
    var attachments: [Attachment]

    /// Whether Rocket.Chat takes it whole.
    var isWithinLimits: Bool {
        text.utf16.count <= RocketChatLimits.text
            && String(decoding: JSONBody.bytes(self), as: UTF8.self).utf16.count <= RocketChatLimits.payload
    }
}
