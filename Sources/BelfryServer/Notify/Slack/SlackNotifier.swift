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
            return DeliveryReport(response, SlackAnswer.outcome(response, now: context.now))
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> SlackPayload {
        var message = Message(content, context)
        if let title = configuration.title { message.headline = title.rendered(content).plain }
        if let text = configuration.text {
            message.summary = text.rendered(content)
            message.description = nil
        }
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        return SlackRenderer(clock: clock, channel: configuration.channel).payload(message)
    }
}
