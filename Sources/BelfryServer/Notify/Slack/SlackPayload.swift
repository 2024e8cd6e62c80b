internal import Foundation

/// The body of an incoming webhook.
///
/// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
struct SlackPayload: Encodable {
    /// The coloured part.
    struct Attachment: Encodable {
        var color: String
        var fallback: String
        var blocks: [SlackBlock]
    }

    var channel: String?
    /// What notifications and clients without blocks show.
    var text: String
    /// What stands above the coloured part.
    var blocks: [SlackBlock]
    var attachments: [Attachment]
    var unfurlLinks = false
    var unfurlMedia = false

    private enum CodingKeys: String, CodingKey {
        case channel, text, blocks, attachments
        case unfurlLinks = "unfurl_links"
        case unfurlMedia = "unfurl_media"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(channel, forKey: .channel)
        try container.encode(text, forKey: .text)
        if !blocks.isEmpty { try container.encode(blocks, forKey: .blocks) }
        if !attachments.isEmpty { try container.encode(attachments, forKey: .attachments) }
        try container.encode(unfurlLinks, forKey: .unfurlLinks)
        try container.encode(unfurlMedia, forKey: .unfurlMedia)
    }

    /// The payload as JSON with sorted keys.
    func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and booleans of fixed shape: there is nothing in it that could fail to encode.
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }
}
