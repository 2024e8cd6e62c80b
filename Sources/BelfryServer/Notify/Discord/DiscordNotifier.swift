internal import BelfryCore

/// Posts notifications to a Discord webhook.
struct DiscordNotifier: Notifier {
    static let integration = DiscordConfiguration.integration

    private let configuration: DiscordConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: DiscordConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.webhookURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let request = OutgoingRequest(url: url, json: JSONBody.bytes(payload(content, context)))
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, DiscordAnswer.outcome(response, now: context.now), from: request.url)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// The address with `wait=true`: without it Discord answers before the message is saved, and says nothing if it is
    /// not.
    private var url: TargetURL {
        (try? configuration.webhookURL.adding(query: "wait=true")) ?? configuration.webhookURL
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> DiscordPayload {
        DiscordRenderer(
            clock: ClockText(timeZone: context.timeZone, now: context.now),
            username: configuration.username,
            avatarURL: configuration.avatarURL
        )
        .payload(Message(content, context, title: configuration.title, text: configuration.message))
    }
}
