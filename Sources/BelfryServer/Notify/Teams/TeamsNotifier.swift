internal import BelfryCore

/// Posts notifications to a Workflow of Microsoft Teams, as an Adaptive Card.
struct TeamsNotifier: ChatNotifier {
    static let integration = TeamsConfiguration.integration

    private let configuration: TeamsConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: TeamsConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.webhookURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    var pace: DeliveryPace? {
        TeamsLimits.hosts.contains { configuration.webhookURL.host.hasSuffix($0) } ? TeamsLimits.pace : nil
    }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.text)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: configuration.webhookURL, json: JSONBody.bytes(payload(content, context)))
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, TeamsAnswer.outcome(response, now: now), from: configuration.webhookURL)
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> TeamsPayload {
        let message = words(content, context)
        return TeamsRenderer(clock: ClockText(timeZone: context.timeZone, now: context.now)).payload(message)
    }
}
