internal import BelfryCore

/// Posts notifications to a Rocket.Chat incoming webhook.
struct RocketChatNotifier: Notifier {
    static let integration = RocketChatConfiguration.integration

    private let configuration: RocketChatConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: RocketChatConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.webhookURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let body = JSONBody.bytes(payload(content, context))
        let request = OutgoingRequest(url: configuration.webhookURL, json: body)
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, RocketChatAnswer.outcome(response, now: context.now), from: request.url)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> RocketChatPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        var payload = RocketChatRenderer(clock: clock).payload(message)
        payload.channel = configuration.channel
        payload.alias = configuration.username
        payload.avatar = configuration.iconURL
        payload.emoji = configuration.emoji
        return payload
    }
}
