internal import BelfryCore

/// Posts notifications to a Workflow of Microsoft Teams, as an Adaptive Card.
struct TeamsNotifier: Notifier {
    static let integration = TeamsConfiguration.integration

    private let configuration: TeamsConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: TeamsConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.webhookURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let body = JSONBody.bytes(payload(content, context))
        switch await http.post(OutgoingRequest(url: configuration.webhookURL, json: body)) {
        case .success(let response):
            return DeliveryReport(
                response,
                TeamsAnswer.outcome(response, now: context.now),
                from: configuration.webhookURL
            )
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> TeamsPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
        return TeamsRenderer(clock: ClockText(timeZone: context.timeZone, now: context.now)).payload(message)
    }
}
