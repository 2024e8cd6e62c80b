internal import BelfryCore

/// Posts notifications to a channel of Zulip.
struct ZulipNotifier: Notifier {
    static let integration = ZulipConfiguration.integration

    private let configuration: ZulipConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: ZulipConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { "\(configuration.url.host) #\(configuration.stream)" }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let authorization = OutgoingRequest.basicAuthorization(
            user: configuration.email,
            password: configuration.apiKey
        )
        let request = OutgoingRequest(
            url: configuration.url,
            form: message(content, context).form,
            headers: [authorization]
        )
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, ZulipAnswer.outcome(response, now: context.now))
                .hiding(configuration.apiKey, Secret(authorization.value))
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func message(_ content: NotificationContent, _ context: DeliveryContext) -> ZulipMessage {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
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
