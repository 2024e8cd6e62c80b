internal import BelfryCore

/// What is said in the place of messages that were not delivered.
struct BacklogWording {
    let backlog: UndeliveredMessages

    init(_ backlog: UndeliveredMessages) {
        self.backlog = backlog
    }

    /// `DIGEST 12 messages were not delivered: 3 firing, 9 resolved`.
    func headline(_ content: NotificationContent) -> String {
        let resolved = content.alerts.count { $0.state == .resolved }
        let firing = content.alerts.count - resolved
        let counts = [
            firing > 0 ? "\(firing) still firing" : nil, resolved > 0 ? "\(resolved) resolved" : nil,
            content.truncatedAlerts > 0 ? "\(content.truncatedAlerts) more" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        return "DIGEST \(messages) not delivered" + (counts.isEmpty ? "" : ": \(counts)")
    }

    /// From when to when, and what the list is.
    var lead: [MessagePart] {
        [
            .words("\(messages) not delivered, from "), .instant(backlog.from), .words(" to "), .instant(backlog.to),
            .words(": this channel did not take them. What they were about, as it stands now:"),
        ]
    }

    private var messages: String {
        DurationText.count(backlog.count, "message") + (backlog.count == 1 ? " was" : " were")
    }
}
