internal import BelfryCore

/// Publishes notifications to an ntfy topic.
struct NtfyNotifier: ChatNotifier {
    static let integration = NtfyConfiguration.integration

    private let configuration: NtfyConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: NtfyConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    /// The name of a topic without access control is all it takes to read it, so it is redacted like a secret path.
    var redactedTarget: String { topicURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    var hostPace: HostPace? {
        guard configuration.url.host == NtfyLimits.host else { return nil }
        return HostPace(host: NtfyLimits.host, pace: NtfyLimits.hostPace)
    }

    var bodySecrets: [Secret] { [Secret(configuration.topic.text)] }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.message)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(
            url: configuration.url,
            json: JSONBody.bytes(payload(content, context)),
            headers: configuration.token.map { [(name: "Authorization", value: "Bearer \($0.text)")] } ?? []
        )
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, NtfyAnswer.outcome(response, now: now), from: topicURL)
    }

    /// Where people would read it.
    private var topicURL: TargetURL {
        (try? configuration.url.appending(path: "/\(configuration.topic.text)")) ?? configuration.url
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> NtfyPayload {
        let message = words(content, context)
        let priority = content.isFiring ? configuration.priority : nil
        return NtfyRenderer(
            clock: ClockText(timeZone: context.timeZone, now: context.now),
            topic: configuration.topic.text,
            priority: priority ?? NtfyPriority(content).rawValue
        )
        .payload(message)
    }
}
