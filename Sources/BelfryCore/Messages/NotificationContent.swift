/// Everything a receiver's message says, decided by the dispatch round and stored with the notification.
///
/// Rendering to a chat's own form happens when it is sent; the content does not change between retries.
public struct NotificationContent: Hashable, Codable, Sendable {
    /// Alerts of one notification: two megabytes at most, a row the database takes without pain.
    ///
    /// Chats show fewer of them; what is more goes on in further parts, for targets that have to hear of every alert.
    public static let maximumAlerts = 500

    /// The receiver's name.
    public var receiver: String
    /// The identity of the group: the route's position and its group labels.
    public var groupKey: String
    /// The labels the group shares by `group_by`.
    public var groupLabels: [String: String]
    /// Why it is sent.
    public var reason: NotificationReason
    /// The alerts, firing ones first, worst severity first; at most `maximumAlerts`.
    public var alerts: [AlertFacts]
    /// How many further alerts the group holds; where there are parts, they are in those.
    public var truncatedAlerts: Int
    /// Whether it is the second or a later part of a message, of which chats have the first only; nil where it is none.
    public var isContinuation: Bool?
    /// When the notification was decided.
    public var createdAt: Instant
    /// The messages it replaces, whose alerts are shown as they stand now; nil for any other message.
    public var undelivered: UndeliveredMessages?

    /// Content of these values.
    public init(
        receiver: String,
        groupKey: String,
        groupLabels: [String: String],
        reason: NotificationReason,
        alerts: [AlertFacts],
        truncatedAlerts: Int = 0,
        createdAt: Instant,
        undelivered: UndeliveredMessages? = nil,
        isContinuation: Bool? = nil
    ) {
        self.receiver = receiver
        self.groupKey = groupKey
        self.groupLabels = groupLabels
        self.reason = reason
        self.alerts = alerts
        self.truncatedAlerts = truncatedAlerts
        self.createdAt = createdAt
        self.undelivered = undelivered
        self.isContinuation = isContinuation
    }

    /// Whether any alert of the message still fires.
    public var isFiring: Bool { alerts.contains { $0.state == .firing } }

    /// Whether every alert shown stems from an execution marked as a test.
    public var isTest: Bool { !alerts.isEmpty && alerts.allSatisfy { $0.execution?.isTest == true } }

    /// The labels every alert shown has with the same value.
    public var commonLabels: [String: String] {
        guard let first = alerts.first else { return [:] }
        return alerts.dropFirst().reduce(into: first.labels) { common, alert in
            common = common.filter { alert.labels[$0.key] == $0.value }
        }
    }
}
