internal import BelfryCore
internal import Crypto
internal import Foundation

/// Posts notifications to a space of Google Chat.
struct GoogleChatNotifier: ChatNotifier {
    static let integration = GoogleChatConfiguration.integration

    private let configuration: GoogleChatConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: GoogleChatConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.url.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    var pace: DeliveryPace? { configuration.url.host == GoogleChatLimits.host ? GoogleChatLimits.pace : nil }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.text)
    }

    func request(_ content: NotificationContent, _ context: DeliveryContext) -> OutgoingRequest {
        OutgoingRequest(url: configuration.url, json: JSONBody.bytes(payload(content, context)))
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, GoogleChatAnswer.outcome(response, now: now), from: configuration.url)
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> GoogleChatPayload {
        let message = words(content, context)
        let clock = ClockText(timeZone: context.timeZone, now: context.now)
        let thread = configuration.threads ? Self.threadKey(content) : nil
        return GoogleChatRenderer(clock: clock, threadKey: thread).payload(message)
    }

    /// The thread of a group from its oldest alert's beginning on.
    ///
    /// The beginning is part of it, so that a new episode opens a new thread: an answer in last month's would be overlooked.
    private static func threadKey(_ content: NotificationContent) -> String {
        let beginning = content.alerts.map(\.startsAt).min() ?? content.createdAt
        let digest = SHA256.hash(data: Data("\(content.groupKey)\n\(beginning.iso8601)".utf8))
        return "belfry-" + digest.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    }
}
