internal import BelfryCore

/// Posts notifications to a Slack incoming webhook.
struct SlackNotifier: ChatNotifier {
    static let integration = SlackConfiguration.integration

    private let configuration: SlackConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: SlackConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.apiURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    var pace: DeliveryPace? { SlackLimits.hosts.contains(configuration.apiURL.host) ? SlackLimits.pace : nil }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.text)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: configuration.apiURL, json: payload(content, context).json())
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, SlackAnswer.outcome(response, now: now), from: configuration.apiURL)
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> SlackPayload {
        let message = words(content, context)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        let renderer = SlackRenderer(clock: clock, channel: configuration.channel)
        return context.form == .full ? renderer.payload(message) : renderer.minimal(message)
    }
}
