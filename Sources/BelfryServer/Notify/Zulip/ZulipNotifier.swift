internal import BelfryCore

/// Posts notifications to a channel of Zulip.
struct ZulipNotifier: ChatNotifier {
    static let integration = ZulipConfiguration.integration

    private let configuration: ZulipConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: ZulipConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { "\(configuration.url.host) #\(configuration.stream)" }

    var sendResolved: Bool { configuration.sendResolved }

    var pace: DeliveryPace? { configuration.url.host.hasSuffix(ZulipLimits.host) ? ZulipLimits.pace : nil }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.text)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: configuration.url, form: message(content, context).form, headers: [authorization])
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, ZulipAnswer.outcome(response, now: now))
            .hiding(configuration.apiKey, Secret(authorization.value))
    }

    private var authorization: (name: String, value: String) {
        OutgoingRequest.basicAuthorization(user: configuration.email, password: configuration.apiKey)
    }

    /// What is sent for a notification.
    func message(_ content: NotificationContent, _ context: DeliveryContext) -> ZulipMessage {
        let message = words(content, context)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        return ZulipMessage(
            stream: configuration.stream,
            topic: topic(content),
            content: ZulipRenderer(clock: clock).content(message)
        )
    }

    /// The configured topic, or the job all alerts are about, or their rule; never empty, which Zulip refuses.
    private func topic(_ content: NotificationContent) -> String {
        let common = content.commonLabels
        let candidates = [
            configuration.topic?.rendered(content).plain, common["cron_job_name"], common["cron_job_id"],
            common["alertname"], content.receiver,
        ]
        let topic = candidates.lazy.compactMap { $0.map(UntrustedText.singleLine) }.first { !$0.isEmpty }
        return UntrustedText.fitted(topic ?? "Belfry", to: ZulipLimits.topic)
    }
}
