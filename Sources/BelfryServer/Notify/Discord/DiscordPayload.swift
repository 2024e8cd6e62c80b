/// The body of a call of a webhook.
///
/// https://discord.com/developers/docs/resources/webhook#execute-webhook
struct DiscordPayload: Encodable {
    /// A card with a coloured edge.
    struct Embed: Encodable {
        var title: String?
        var description: String?
        var color: Int
        var fields: [Field]?
        var footer: Footer?
    }

    /// A labelled text.
    struct Field: Encodable {
        var name: String
        var value: String
        var inline: Bool
    }

    /// Small print.
    struct Footer: Encodable {
        var text: String
    }

    /// Whom a message may call: nobody.
    struct AllowedMentions: Encodable {
        var parse: [String] = []
    }

    var username: String?
    var avatarURL: String?
    var allowedMentions = AllowedMentions()
    var embeds: [Embed]

    private enum CodingKeys: String, CodingKey {
        case username, embeds
        case avatarURL = "avatar_url"
        case allowedMentions = "allowed_mentions"
    }

    /// Whether Discord takes it whole.
    var isWithinLimits: Bool {
        embeds.count <= DiscordLimits.embeds && embeds.map(\.length).reduce(0, +) <= DiscordLimits.total
            && embeds.allSatisfy { ($0.description ?? "").utf16.count <= DiscordLimits.description }
    }
}

extension DiscordPayload.Embed {
    /// What counts towards the total.
    var length: Int {
        let texts =
            [title ?? "", description ?? "", footer?.text ?? ""] + (fields ?? []).flatMap { [$0.name, $0.value] }
        return texts.map(\.utf16.count).reduce(0, +)
    }
}
