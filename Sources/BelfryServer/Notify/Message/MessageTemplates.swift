/// The operator's own words of a receiver.
struct MessageTemplates: Hashable, Sendable {
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?
}
