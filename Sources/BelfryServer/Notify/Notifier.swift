public import BelfryCore

/// A chat or other target that can take a notification.
///
/// One call is one attempt, classified. It never throws and never retries by itself: what comes next is the deliverer's
/// decision, made from the outcome.
public protocol Notifier: Sendable {
    /// The metric label and the stem of the configuration key: `slack` is read from `slack_configs`.
    static var integration: String { get }

    /// Sends the notification once and says what became of it.
    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport

    /// Where it goes, fit for logs and tables: the host, and enough of the rest to tell two targets apart.
    var redactedTarget: String { get }

    /// Whether the target also wants to hear that alerts have ended.
    var sendResolved: Bool { get }

    /// Whether a refused message is worth trying again as `MessageForm.minimal`; true unless a target says otherwise.
    var hasMinimalForm: Bool { get }

    /// Whether it has to hear of every alert, so that a message in several parts is sent whole; chats are sent the first part.
    var takesEveryAlert: Bool { get }

    /// Whether it wants to hear that somebody has acknowledged an alert.
    var takesAcknowledgements: Bool { get }

    /// How fast its vendor lets one channel be sent to; nil where no limit is published.
    var pace: DeliveryPace? { get }

    /// How fast its vendor lets one sender send to all channels on its host; nil where no limit is published.
    var hostPace: HostPace? { get }

    /// What of a request's body is a secret, for `belfry notify preview`.
    var bodySecrets: [Secret] { get }
}

extension Notifier {
    /// Chats have one.
    public var hasMinimalForm: Bool { true }

    /// Chats show as many as people read.
    public var takesEveryAlert: Bool { false }

    /// Chats are not called by it again.
    public var takesAcknowledgements: Bool { false }

    /// None is published.
    public var pace: DeliveryPace? { nil }

    /// None is published.
    public var hostPace: HostPace? { nil }

    /// The address or a header field holds it.
    public var bodySecrets: [Secret] { [] }
}
