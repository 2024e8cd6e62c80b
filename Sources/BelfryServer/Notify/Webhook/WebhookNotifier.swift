internal import BelfryCore

/// Posts notifications as Alertmanager would, signed if there is a secret.
struct WebhookNotifier: Notifier {
    static let integration = WebhookConfiguration.integration

    private let configuration: WebhookConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: WebhookConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.url.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    /// A program has no use for less.
    var hasMinimalForm: Bool { false }

    var takesEveryAlert: Bool { configuration.maxAlerts == 0 }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let body = WebhookPayload(content, links: context.links, maxAlerts: configuration.maxAlerts).json()
        let request = OutgoingRequest(url: configuration.url, json: body, headers: signature(of: body, context))
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, AnswerClassifier.outcome(response, now: context.now), from: request.url)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// The headers of Standard Webhooks; the timestamp is that of the attempt, the id that of the delivery.
    private func signature(of body: [UInt8], _ context: DeliveryContext) -> [(name: String, value: String)] {
        guard let secret = configuration.secret else { return [] }
        // The full stop separates what is signed.
        let id = context.deliveryID.replacing(".", with: "_")
        let timestamp = context.now.microseconds / 1_000_000
        return [
            (name: "webhook-id", value: id),
            (name: "webhook-timestamp", value: String(timestamp)),
            (name: "webhook-signature", value: secret.signature(id: id, timestamp: timestamp, body: body)),
        ]
    }
}
