internal import BelfryCore

/// Posts notifications to a Slack incoming webhook.
struct SlackNotifier: Notifier {
    static let integration = SlackConfiguration.integration

    private let configuration: SlackConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: SlackConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.apiURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let request = OutgoingRequest(url: configuration.apiURL, json: payload(content, context).json())
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, SlackAnswer.outcome(response, now: context.now), from: request.url)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> SlackPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        let renderer = SlackRenderer(clock: clock, channel: configuration.channel)
        return context.form == .full ? renderer.payload(message) : renderer.minimal(message)
    }
}
