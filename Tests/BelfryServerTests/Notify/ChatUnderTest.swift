import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

/// A kind of target in the tables below.
enum ChatUnderTest: CaseIterable {
    case discord, mattermost, rocketChat, telegram, ntfy

    /// The target's own acceptance.
    var acceptance: String {
        switch self {
        case .discord: #"{"id":"1157","type":0}"#
        case .mattermost: "ok"
        case .rocketChat: #"{"success":true}"#
        case .telegram: #"{"ok":true,"result":{"message_id":7}}"#
        case .ntfy: #"{"id":"sPs71M8A2T","event":"message"}"#
        }
    }

    /// The path and query of a request, `/services/…` being where the sink listens.
    var path: String {
        let webhook = "/services/T0000/B0000/XXXXXXXXXXXXXXXXXXXXXXXX"
        return switch self {
        case .discord: webhook + "?wait=true"
        case .mattermost, .rocketChat, .ntfy: webhook
        case .telegram: webhook + "/bot123456:abcdefghijklmnop/sendMessage"
        }
    }

    /// A notifier that sends to a sink.
    func notifier(_ sink: ChatSink, http: any OutgoingHTTP) throws -> any Notifier {
        let url = try TargetURL(sink.url)
        switch self {
        case .discord: return DiscordConfiguration(webhookURL: url).makeNotifier(http: http)
        case .mattermost: return MattermostConfiguration(webhookURL: url).makeNotifier(http: http)
        case .rocketChat: return RocketChatConfiguration(webhookURL: url).makeNotifier(http: http)
        case .telegram:
            let token = try #require(TelegramBotToken("123456:abcdefghijklmnop"))
            return try TelegramConfiguration(apiURL: url, botToken: token, chat: TelegramChat(-42))
                .makeNotifier(http: http)
        case .ntfy:
            let topic = try #require(NtfyTopic("belfry-ops-a-long-topic"))
            return NtfyConfiguration(url: url, topic: topic, token: NtfyToken("tk_abcdefghijklmnop"))
                .makeNotifier(http: http)
        }
    }
}
