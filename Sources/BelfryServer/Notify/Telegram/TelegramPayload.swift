/// The body of `sendMessage`.
///
/// https://core.telegram.org/bots/api#sendmessage
struct TelegramPayload: Encodable {
    /// What is made of links in the text.
    struct LinkPreviewOptions: Encodable {
        var isDisabled = true

        private enum CodingKeys: String, CodingKey {
            case isDisabled = "is_disabled"
        }
    }

    var chatID: TelegramChat
    var messageThreadID: Int?
    var text: String
    var parseMode = "HTML"
    var disableNotification: Bool
    var linkPreviewOptions = LinkPreviewOptions()

    private enum CodingKeys: String, CodingKey {
        case text
        case chatID = "chat_id"
        case messageThreadID = "message_thread_id"
        case parseMode = "parse_mode"
        case disableNotification = "disable_notification"
        case linkPreviewOptions = "link_preview_options"
    }
}
