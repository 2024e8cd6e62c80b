internal import BelfryCore
internal import Synchronization

/// Sends notifications as a Telegram bot.
final class TelegramNotifier: ChatNotifier {
    static let integration = TelegramConfiguration.integration

    private let configuration: TelegramConfiguration
    let http: any OutgoingHTTP
    /// The supergroup the configured group has become, until the configuration says so.
    private let successor = Mutex<TelegramChat?>(nil)

    init(_ configuration: TelegramConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    /// The chat; the address holds the bot's secret and says nothing about where messages go.
    var redactedTarget: String {
        let thread = configuration.messageThreadID.map { "/\($0)" } ?? ""
        return "\(configuration.endpoint.host)/\(configuration.chat)\(thread)"
    }

    var sendResolved: Bool { configuration.sendResolved }

    var pace: DeliveryPace? {
        guard isTelegram else { return nil }
        return configuration.chat.isGroup ? TelegramLimits.groupPace : TelegramLimits.pace
    }

    var hostPace: HostPace? {
        isTelegram ? HostPace(host: configuration.endpoint.host, pace: TelegramLimits.hostPace) : nil
    }

    private var isTelegram: Bool { configuration.endpoint.host == TelegramLimits.host }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.message)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: configuration.endpoint, json: JSONBody.bytes(payload(content, context)))
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, outcome(response, now: now), from: configuration.endpoint)
    }

    /// A group that has become a supergroup has another number, which the answer tells: the next attempt goes there.
    private func outcome(_ response: OutgoingResponse, now: Instant) -> DeliveryOutcome {
        let outcome = TelegramAnswer.outcome(response, now: now)
        guard let chat = TelegramAnswer.migratedChat(response) else { return outcome }
        return successor.withLock { known in
            guard known == nil else { return outcome }
            known = chat
            return .retry(reason: .channelGone, after: .zero)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> TelegramPayload {
        let message = words(content, context)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        return TelegramPayload(
            chatID: successor.withLock { $0 } ?? configuration.chat,
            messageThreadID: configuration.messageThreadID,
            text: TelegramRenderer(clock: clock).text(message),
            disableNotification: configuration.disableNotifications
        )
    }
}
