/// The body for a flow that posts Adaptive Cards: a message with one card attached.
///
/// https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
struct TeamsPayload: Encodable {
    /// The attached card.
    struct Attachment: Encodable {
        var contentType = "application/vnd.microsoft.card.adaptive"
        var content: AdaptiveCard
    }

    var type = "message"
    var attachments: [Attachment]

    init(_ card: AdaptiveCard) {
        attachments = [Attachment(content: card)]
    }
}
