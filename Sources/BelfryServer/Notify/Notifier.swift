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
}

extension Notifier {
    /// Chats have one.
    public var hasMinimalForm: Bool { true }
}
