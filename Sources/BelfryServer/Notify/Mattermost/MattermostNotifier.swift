internal import BelfryCore

/// Posts notifications to a Mattermost incoming webhook.
struct MattermostNotifier: ChatNotifier {
    static let integration = MattermostConfiguration.integration

    private let configuration: MattermostConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: MattermostConfiguration, http: any OutgoingHTTP) {
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
        DeliveryReport(response, MattermostAnswer.outcome(response, now: now), from: configuration.webhookURL)
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> MattermostPayload {
        let message = words(content, context)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        var payload = MattermostRenderer(clock: clock).payload(message)
        payload.channel = configuration.channel
        payload.username = configuration.username
        payload.iconURL = configuration.iconURL
        payload.iconEmoji = configuration.iconEmoji
        return payload
    }
}
