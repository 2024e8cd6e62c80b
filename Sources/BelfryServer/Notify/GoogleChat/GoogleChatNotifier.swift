internal import BelfryCore
internal import Crypto
internal import Foundation

/// Posts notifications to a space of Google Chat.
struct GoogleChatNotifier: Notifier {
    static let integration = GoogleChatConfiguration.integration

    private let configuration: GoogleChatConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: GoogleChatConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.url.redacted }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let body = JSONBody.bytes(payload(content, context))
        switch await http.post(OutgoingRequest(url: configuration.url, json: body)) {
        case .success(let response):
            return DeliveryReport(
                response,
                GoogleChatAnswer.outcome(response, now: context.now),
                from: configuration.url
            )
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> GoogleChatPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
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
