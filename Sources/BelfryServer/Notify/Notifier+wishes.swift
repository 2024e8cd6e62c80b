internal import BelfryCore

extension Notifier {
    /// Why a target does not want to hear this; nil where it does.
    ///
    /// A test has no alerts, and a digest stands for messages that had some.
    func reasonNotToSend(_ content: NotificationContent) -> String? {
        if content.isContinuation == true, !takesEveryAlert { return "the first part counts these alerts" }
        let isEnd = !content.isFiring && content.reason != .test && content.undelivered == nil
        return isEnd && !sendResolved ? "send_resolved is off" : nil
    }
}
