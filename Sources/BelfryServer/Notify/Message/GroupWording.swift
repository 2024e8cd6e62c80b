internal import BelfryCore

/// What is said about several alerts in one message.
struct GroupWording {
    let content: NotificationContent

    init(_ content: NotificationContent) {
        self.content = content
    }

    /// `3 firing, 1 resolved: JobFailed`.
    var headline: String {
        let resolved = content.alerts.count { $0.state == .resolved }
        let firing = content.alerts.count - resolved + content.truncatedAlerts
        let counts = [
            firing > 0 ? "\(firing) \(content.reason == .repeat ? "still firing" : "firing")" : nil,
            resolved > 0 ? "\(resolved) resolved" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        return "\(prefix) \(counts)\(about)"
    }

    /// Why there is a list, and what is the matter with most of it.
    var lead: [MessagePart] {
        Array([because, sharedCause].filter { !$0.isEmpty }.joined(separator: [.words(" ")]))
    }

    /// The error most jobs have, where more than one has it.
    private var sharedCause: [MessagePart] {
        let firing = content.alerts.filter { $0.state == .firing }
        let most = firing.max { ($0.othersWithSameError ?? 0) < ($1.othersWithSameError ?? 0) }
        guard let alert = most, let others = alert.othersWithSameError, others > 0 else { return [] }
        let jobs = MessagePart.words("\(others + 1) jobs fail with the same error")
        guard let error = alert.execution?.errorMessage, !error.isEmpty else { return [jobs, .words(".")] }
        return [jobs, .words(": "), .text(error)]
    }

    private var because: [MessagePart] {
        switch content.reason {
        case .digest:
            [
                .words(
                    "One list instead of many messages: this receiver's limit was reached, or they have waited too long."
                )
            ]
        case .final: [.words("A run that was being retried has now failed for good.")]
        default: []
        }
    }

    private var prefix: String {
        guard content.reason != .digest else { return "DIGEST" }
        let worst = content.alerts.filter { $0.state == .firing }.map(\.severity).max()
        return worst?.rawValue.uppercased() ?? "RESOLVED"
    }

    /// What they have in common, by the labels people know.
    private var about: String {
        let common = content.commonLabels
        let shared = ["alertname", "cron_job_name"].compactMap { name in
            common[name].map { UntrustedText.fitted(UntrustedText.singleLine($0), to: Self.maximumLabel) }
        }
        return shared.isEmpty ? "" : ": " + shared.joined(separator: ", ")
    }

    /// Units of a label's value in a headline.
    private static let maximumLabel = 50
}
