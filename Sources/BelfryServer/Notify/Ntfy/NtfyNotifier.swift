internal import BelfryCore

/// Publishes notifications to an ntfy topic.
struct NtfyNotifier: Notifier {
    static let integration = NtfyConfiguration.integration

    private let configuration: NtfyConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: NtfyConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    /// The name of a topic without access control is all it takes to read it, so it is redacted like a secret path.
    var redactedTarget: String { topicURL.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let authorization = configuration.token.map { [(name: "Authorization", value: "Bearer \($0.text)")] } ?? []
        let request = OutgoingRequest(
            url: configuration.url,
            json: JSONBody.bytes(payload(content, context)),
            headers: authorization
        )
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, NtfyAnswer.outcome(response, now: context.now), from: topicURL)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// Where people would read it.
    private var topicURL: TargetURL {
        (try? configuration.url.appending(path: "/\(configuration.topic.text)")) ?? configuration.url
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> NtfyPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.message)
        let priority = content.isFiring ? configuration.priority : nil
        return NtfyRenderer(
            clock: ClockText(timeZone: context.timeZone, now: context.now),
            topic: configuration.topic.text,
            priority: priority ?? NtfyPriority(content).rawValue
        )
        .payload(message)
    }
}
