internal import BelfryCore
internal import Synchronization

/// Sends notifications as a Telegram bot.
final class TelegramNotifier: Notifier {
    static let integration = TelegramConfiguration.integration

    private let configuration: TelegramConfiguration
    private let http: any OutgoingHTTP
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

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let body = JSONBody.bytes(payload(content, context))
        let request = OutgoingRequest(url: configuration.endpoint, json: body)
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, outcome(response, now: context.now), from: request.url)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
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
        let message = Message(content, context, title: configuration.title, text: configuration.message)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        return TelegramPayload(
            chatID: successor.withLock { $0 } ?? configuration.chat,
            messageThreadID: configuration.messageThreadID,
            text: TelegramRenderer(clock: clock).text(message),
            disableNotification: configuration.disableNotifications
        )
    }
}
