public import BelfryCore

/// What one target of a receiver would be sent.
public struct TargetPreview: Codable, Hashable, Sendable {
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where it goes, redacted.
    public var target: String
    /// Why nothing is sent; nil where something is.
    public var notSent: String?
    /// The requests in order.
    public var requests: [RequestPreview]
    /// What people read, about as they see it.
    public var text: String

    /// What the targets of a receiver would be sent at `now` for a notification; nothing leaves this process.
    public static func all(
        of receiver: Configuration.Receiver,
        _ content: NotificationContent,
        _ configuration: Configuration,
        now: Instant
    ) async -> [TargetPreview] {
        let context = DeliveryContext(
            deliveryID: "preview",
            now: now,
            links: MessageLinks(externalURL: configuration.http.externalURL),
            timeZone: configuration.timeZone
        )
        var previews: [TargetPreview] = []
        for configuration in receiver.notifiers {
            previews.append(await TargetPreview(configuration, content, context))
        }
        return previews
    }

    init(_ configuration: any NotifierConfiguration, _ content: NotificationContent, _ context: DeliveryContext) async {
        let recorder = RequestRecorder()
        let notifier = configuration.makeNotifier(http: recorder)
        integration = type(of: notifier).integration
        target = notifier.redactedTarget
        notSent = notifier.reasonNotToSend(content)
        if notSent == nil { _ = await notifier.deliver(content, context) }
        requests = recorder.requests.map { RequestPreview($0, hiding: notifier.bodySecrets) }
        let message = (notifier as? any ChatNotifier)?.words(content, context) ?? Message(content, context)
        text = MessageText(clock: ClockText(timeZone: context.timeZone, now: context.now)).text(message)
    }
}
