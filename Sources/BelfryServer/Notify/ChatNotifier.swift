internal import BelfryCore

/// A target that takes a notification as one request and shows it to people.
///
/// A chat says how a message is asked for and how its answers are read; that it is sent once and classified is the same for all.
protocol ChatNotifier: Notifier {
    /// The door its requests go through.
    var http: any OutgoingHTTP { get }

    /// The operator's own words instead of the headline, and instead of summary and description.
    var templates: MessageTemplates { get }

    /// The request a notification becomes, or why its address cannot be one.
    func request(_ content: NotificationContent, _ context: DeliveryContext) throws(TargetURLError) -> OutgoingRequest

    /// The report of an attempt that was answered at `now`.
    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport
}

extension ChatNotifier {
    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let request: OutgoingRequest
        do {
            request = try self.request(content, context)
        } catch {
            let outcome = DeliveryOutcome.channelBroken(reason: .forbiddenTarget)
            return DeliveryReport(outcome: outcome, error: "the address \(error)", latency: .zero)
        }
        switch await http.send(request) {
        case .success(let response): return report(response, now: context.now)
        case .failure(let failure): return DeliveryReport(failure)
        }
    }

    /// A notification in words, with the operator's own where there are any.
    func words(_ content: NotificationContent, _ context: DeliveryContext) -> Message {
        Message(content, context, title: templates.title, text: templates.text)
    }
}
