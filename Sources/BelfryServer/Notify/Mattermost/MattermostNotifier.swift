internal import BelfryCore

/// Posts notifications to a Mattermost incoming webhook.
struct MattermostNotifier: Notifier {
    static let integration = MattermostConfiguration.integration

    private let configuration: MattermostConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: MattermostConfiguration, http: any OutgoingHTTP) {
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
            return DeliveryReport(response, MattermostAnswer.outcome(response, now: context.now), from: request.url)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> MattermostPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        var payload = MattermostRenderer(clock: clock).payload(message)
        payload.channel = configuration.channel
        payload.username = configuration.username
        payload.iconURL = configuration.iconURL
        payload.iconEmoji = configuration.iconEmoji
        return payload
    }
}
