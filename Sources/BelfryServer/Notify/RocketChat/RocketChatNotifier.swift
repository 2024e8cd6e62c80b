internal import BelfryCore

/// Posts notifications to a Rocket.Chat incoming webhook.
struct RocketChatNotifier: ChatNotifier {
    static let integration = RocketChatConfiguration.integration

    private let configuration: RocketChatConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: RocketChatConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.webhookURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.text)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: configuration.webhookURL, json: JSONBody.bytes(payload(content, context)))
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, RocketChatAnswer.outcome(response, now: now), from: configuration.webhookURL)
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> RocketChatPayload {
        let message = words(content, context)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        var payload = RocketChatRenderer(clock: clock).payload(message)
        payload.channel = configuration.channel
        payload.alias = configuration.username
        payload.avatar = configuration.iconURL
        payload.emoji = configuration.emoji
        return payload
    }
}
