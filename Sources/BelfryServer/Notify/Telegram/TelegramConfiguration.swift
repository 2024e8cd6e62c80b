public import BelfryCore

/// An element of `telegram_configs`.
///
/// Keys: `bot_token` or `bot_token_file` (else `global.telegram_bot_token`), `chat_id` (a number or `@name`),
/// `message_thread_id` (a topic of a forum), `api_url` (else `global.telegram_api_url`, else Telegram's own),
/// `disable_notifications` (delivers without a sound; default false), `send_resolved` (default true), `title` and
/// `message` (templates; without them Belfry's own words). Messages are HTML.
public struct TelegramConfiguration: NotifierConfiguration {
    /// `telegram`.
    public static let integration = "telegram"

    /// Where `sendMessage` is called, the bot's secret included.
    let endpoint: TargetURL
    /// The chat.
    public var chat: TelegramChat
    /// The topic of a forum; nil for the chat itself.
    public var messageThreadID: Int?
    /// Whether messages arrive without a sound.
    public var disableNotifications = false
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var message: MessageTemplate?

    /// The address of Telegram's own servers.
    static let publicAPI = "https://api.telegram.org"

    /// A target of these values, with Belfry's own words; throws where the address becomes too long.
    public init(
        apiURL: TargetURL,
        botToken: TelegramBotToken,
        chat: TelegramChat,
        sendResolved: Bool = true
    ) throws(TargetURLError) {
        endpoint = try apiURL.appending(path: "/bot\(botToken.text)/sendMessage")
        self.chat = chat
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = [
            "bot_token", "bot_token_file", "chat_id", "message_thread_id", "api_url", "disable_notifications",
            "send_resolved", "title", "message",
        ]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let token = Self.token(mapping, global: global, secrets: secrets, problems: &problems)
        let apiURL = Self.apiURL(mapping, global: global, secrets: secrets, problems: &problems)
        let chat = Self.chat(mapping, problems: &problems)
        let thread = mapping["message_thread_id"]?.integer(in: 1...Int(Int32.max), problems: &problems)
        let isSilent = mapping["disable_notifications"]?.boolean(problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let message = mapping["message"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let token, let apiURL, let chat, problems.count == before else { return nil }
        do {
            try self.init(apiURL: apiURL, botToken: token, chat: chat, sendResolved: sendResolved ?? true)
        } catch {
            problems.append(value.problem("api_url \(error)"))
            return nil
        }
        messageThreadID = thread
        disableNotifications = isSilent ?? false
        self.title = title
        self.message = message
    }

    private static func token(
        _ mapping: YAMLMapping,
        global: GlobalDefaults,
        secrets: SecretReader,
        problems: inout [Problem]
    ) -> TelegramBotToken? {
        if mapping["bot_token"] != nil || mapping["bot_token_file"] != nil {
            return secrets.secret("bot_token", in: mapping, problems: &problems)?.botToken(problems: &problems)
        }
        if global.telegramBotToken == nil {
            let message = "needs \"bot_token\" or \"bot_token_file\", here or as global.telegram_bot_token"
            problems.append(mapping.owner.problem(message))
        }
        return global.telegramBotToken
    }

    private static func apiURL(
        _ mapping: YAMLMapping,
        global: GlobalDefaults,
        secrets: SecretReader,
        problems: inout [Problem]
    ) -> TargetURL? {
        guard mapping["api_url"] == nil else {
            return secrets.secret("api_url", in: mapping, problems: &problems)?.url(global, problems: &problems)
        }
        return global.telegramAPIURL ?? (try? TargetURL(publicAPI))
    }

    private static func chat(_ mapping: YAMLMapping, problems: inout [Problem]) -> TelegramChat? {
        guard let value = mapping.required("chat_id", problems: &problems),
            let text = value.string(problems: &problems)
        else { return nil }
        let chat = TelegramChat(text)
        if chat == nil {
            problems.append(
                value.problem("must be a chat's number, such as -1001234567890, or the @name of a public one")
            )
        }
        return chat
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        TelegramNotifier(self, http: http)
    }
}
