internal import BelfryCore

/// Posts notifications to a Discord webhook.
struct DiscordNotifier: ChatNotifier {
    static let integration = DiscordConfiguration.integration

    private let configuration: DiscordConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: DiscordConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.webhookURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    var pace: DeliveryPace? { isDiscord ? DiscordLimits.pace : nil }

    var hostPace: HostPace? {
        isDiscord ? HostPace(host: configuration.webhookURL.host, pace: DiscordLimits.hostPace) : nil
    }

    private var isDiscord: Bool { DiscordLimits.hosts.contains(configuration.webhookURL.host) }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.message)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: url, json: JSONBody.bytes(payload(content, context)))
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, DiscordAnswer.outcome(response, now: now), from: url)
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
        .payload(words(content, context))
    }
}
