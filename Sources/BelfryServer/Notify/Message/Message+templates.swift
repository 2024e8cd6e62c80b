internal import BelfryCore

extension Message {
    /// The words for a notification, with an operator's own title and text where there are any.
    init(_ content: NotificationContent, _ context: DeliveryContext, title: MessageTemplate?, text: MessageTemplate?) {
        self.init(content, context)
        // They may be what was refused.
        guard context.form == .full else { return }
        if let title { headline = title.rendered(content).plain }
        if let text {
            summary = text.rendered(content)
            description = nil
        }
    }
}
