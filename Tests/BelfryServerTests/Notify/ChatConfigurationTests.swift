import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct ChatConfigurationTests {
    private func read(_ yaml: String, global: GlobalDefaults = GlobalDefaults()) -> (
        [any NotifierConfiguration], [String]
    ) {
        let files = ["hook": "https://chat.example/hooks/file\n", "token": "1:file\n", "topic": "from-a-file\n"]
        return ReceiverFixture.read(yaml, global: global, files: files)
    }

    @Test func readsEveryKey() throws {
        let (configurations, problems) = read(
            """
            discord_configs:
              - {webhook_url_file: hook, username: Belfry, avatar_url: 'https://a.example/b.png', send_resolved: false,
                 title: '{{alertname}}', message: x}
            mattermost_configs:
              - {webhook_url: 'https://chat.example/hooks/x', channel: ops, username: Belfry, icon_emoji: bell,
                 icon_url: 'https://a.example/b.png', title: x, text: x}
            rocketchat_configs:
              - {webhook_url_file: hook, channel: '#ops', username: Belfry, emoji: ':bell:', title: x, text: x}
            telegram_configs:
              - {bot_token_file: token, chat_id: -1001234567890, message_thread_id: 7, disable_notifications: true,
                 api_url: 'https://bots.example/api/', title: x, message: x}
            ntfy_configs:
              - {url: 'https://ntfy.example', topic_file: topic, token: tk_x, priority: 5, title: x, message: x}
            """
        )
        #expect(problems == [])
        try #require(configurations.count == 5)
        let discord = try #require(configurations[0] as? DiscordConfiguration)
        #expect(discord.webhookURL.text == "https://chat.example/hooks/file" && !discord.sendResolved)
        #expect(discord.username == "Belfry" && discord.avatarURL == "https://a.example/b.png")
        let mattermost = try #require(configurations[1] as? MattermostConfiguration)
        #expect(mattermost.channel == "ops" && mattermost.iconEmoji == "bell" && mattermost.sendResolved)
        let rocketChat = try #require(configurations[2] as? RocketChatConfiguration)
        #expect(rocketChat.channel == "#ops" && rocketChat.emoji == ":bell:")
        let telegram = try #require(configurations[3] as? TelegramConfiguration)
        #expect(telegram.endpoint.text == "https://bots.example/api/bot1:file/sendMessage")
        #expect(telegram.chat == TelegramChat(-1_001_234_567_890) && telegram.messageThreadID == 7)
        #expect(telegram.disableNotifications)
        let ntfy = try #require(configurations[4] as? NtfyConfiguration)
        #expect(ntfy.url.text == "https://ntfy.example" && ntfy.topic.text == "from-a-file" && ntfy.priority == 5)
        let integrations = configurations.makeNotifiers(http: NoHTTP()).map { type(of: $0).integration }
        #expect(integrations == ["discord", "mattermost", "rocketchat", "telegram", "ntfy"])
    }

    @Test func takesWhatIsSetForAll() throws {
        var global = GlobalDefaults()
        global.mattermostWebhookURL = try TargetURL("https://chat.example/hooks/global")
        global.telegramBotToken = TelegramBotToken("1:global")
        global.telegramAPIURL = try TargetURL("https://bots.example")
        let (configurations, problems) = read(
            "{mattermost_configs: [{channel: ops}], telegram_configs: [{chat_id: '@ops_room'}]}",
            global: global
        )
        #expect(problems == [])
        #expect((configurations.first as? MattermostConfiguration)?.webhookURL == global.mattermostWebhookURL)
        let telegram = try #require(configurations.last as? TelegramConfiguration)
        #expect(telegram.endpoint.text == "https://bots.example/bot1:global/sendMessage")
    }

    @Test func goesToThePublicServersByItself() throws {
        let (configurations, problems) = read(
            "{ntfy_configs: [{topic: ops}], telegram_configs: [{chat_id: 42, bot_token: '1:x'}]}"
        )
        #expect(problems == [])
        #expect((configurations.first as? NtfyConfiguration)?.url.text == "https://ntfy.sh")
        #expect((configurations.last as? TelegramConfiguration)?.endpoint.host == "api.telegram.org")
    }

    @Test(arguments: [
        ("discord_configs: [{webhook_uri: 'https://h.example/x'}]", "did you mean \"webhook_url\"?", 2),
        ("discord_configs: [{}]", "needs \"webhook_url\" or \"webhook_url_file\"", 1),
        ("discord_configs: [{webhook_url: 'https://h.example/hush', webhook_url_file: hook}]", "exclude each other", 1),
        ("discord_configs: [{webhook_url: 'https://h.example/hush/slack'}]", "without /slack or /github", 1),
        ("discord_configs: [{webhook_url_file: hook, username: Discordia}]", "must not contain \"discord\"", 1),
        ("discord_configs: [{webhook_url_file: hook, username: ''}]", "must have 1 to 80 characters", 1),
        ("discord_configs: [{webhook_url_file: hook, avatar_url: bell.png}]", "must be an address", 1),
        ("discord_configs: [{webhook_url: 'http://h.example/hush'}]", "outbound.allow_http", 1),
        ("mattermost_configs: [{}]", "here or as global.mattermost_webhook_url", 1),
        ("mattermost_configs: [{webhook_url: hush}]", "is not an absolute URL", 1),
        ("mattermost_configs: [{webhook_url_file: nowhere}]", "nowhere cannot be read", 1),
        ("mattermost_configs: [{webhook_url_file: hook, attachments: []}]", "unknown key \"attachments\"", 1),
        ("rocketchat_configs: [{}]", "needs \"webhook_url\"", 1),
        ("rocketchat_configs: [{webhook_url: 'https://h.example/hush', webhook_url_file: hook}]", "exclude", 1),
        ("rocketchat_configs: [{webhook_url_file: hook, token: hush}]", "unknown key \"token\"", 1),
        ("telegram_configs: [{bot_token: '1:hush'}]", "\"chat_id\" is missing", 1),
        ("telegram_configs: [{chat_id: 1}]", "here or as global.telegram_bot_token", 1),
        ("telegram_configs: [{chat_id: 1, bot_token: hush}]", "must be a bot's token", 1),
        ("telegram_configs: [{chat_id: 1, bot_token: '1:hush', bot_token_file: token}]", "exclude each other", 1),
        ("telegram_configs: [{chat_id: ops, bot_token_file: token}]", "must be a chat's number", 1),
        ("telegram_configs: [{chat_id: 1, bot_token_file: token, message_thread_id: 0}]", "must be from 1", 1),
        ("telegram_configs: [{chat_id: 1, bot_token_file: token, parse_mode: HTML}]", "unknown key \"parse_mode\"", 1),
        ("ntfy_configs: [{}]", "needs \"topic\" or \"topic_file\"", 1),
        ("ntfy_configs: [{topic: 'hush/hush'}]", "must be a topic's name", 1),
        ("ntfy_configs: [{topic: x, topic_file: topic}]", "exclude each other", 1),
        ("ntfy_configs: [{topic: x, url: 'https://n.example/hush', url_file: hook}]", "exclude each other", 1),
        ("ntfy_configs: [{topic: x, token: hush}]", "must be an access token", 1),
        ("ntfy_configs: [{topic: x, priority: 6}]", "must be from 1 to 5", 1),
        ("ntfy_configs: [{topic: x, message: '{{alertnam}}'}]", "did you mean \"alertname\"?", 1),
    ])
    func reportsWhatItCannotUse(yaml: String, message: String, count: Int) {
        let (configurations, problems) = read("name: ops\n\(yaml)")
        #expect(configurations.isEmpty)
        #expect(problems.count == count, "\(problems)")
        #expect(problems.first?.contains(message) == true, "\(problems)")
        #expect(problems.allSatisfy { $0.hasPrefix("belfry.yaml:2:") && !$0.contains("hush") }, "\(problems)")
    }

    @Test(arguments: [
        ("42", "42"), ("-1001234567890", "-1001234567890"), ("@ops_room", "@ops_room"), ("@ops", nil), ("ops", nil),
        ("0", nil), ("@", nil), ("@ops room", nil), ("", nil), ("99999999999999999999", nil),
    ])
    func knowsTelegramsChats(text: String, chat: String?) {
        #expect(TelegramChat(text)?.description == chat)
    }
}
