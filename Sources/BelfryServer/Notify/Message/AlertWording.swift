internal import BelfryCore

/// What is said about one alert.
struct AlertWording {
    let alert: AlertFacts

    init(_ alert: AlertFacts) {
        self.alert = alert
    }

    /// What is wrong with what: `CRITICAL Daily Sales Report failed (HTTP 500)`.
    func headline(_ reason: NotificationReason) -> String {
        guard alert.state == .firing else { return "RESOLVED \(name)" }
        let severity = alert.severity.rawValue.uppercased()
        if alert.isFlapping == true { return "\(severity) \(subject) is flapping: \(alertname)" }
        guard let failure else {
            return "\(severity) \(name)\(reason == .repeat ? " is still firing" : "")"
        }
        let cause = failure.cause.map { " (\($0))" } ?? ""
        switch reason {
        case .repeat: return "\(severity) \(subject) is still failing\(cause)"
        case .final: return "\(severity) \(subject) has now failed for good\(cause)"
        case .acknowledged: return "\(severity) \(subject) is acknowledged\(cause)"
        default: return "\(severity) \(subject) \(failure.verb)\(cause)"
        }
    }

    /// What the reason of the message adds, who is at it, and whether it is one of many.
    func lead(_ reason: NotificationReason) -> [MessagePart] {
        guard alert.state == .firing else { return because(of: reason) }
        let by = alert.acknowledgedBy.map { [MessagePart.words("Acknowledged by "), .text($0), .words(".")] }
        let sentences = [because(of: reason), by ?? [], sharedCause].filter { !$0.isEmpty }
        return Array(sentences.joined(separator: [.words(" ")]))
    }

    private func because(of reason: NotificationReason) -> [MessagePart] {
        if alert.state == .resolved { return [.words(recovery)] }
        if alert.isFlapping == true {
            return [.words("It keeps failing and recovering. This alert stands until it has settled.")]
        }
        switch reason {
        case .final:
            let attempts =
                alert.execution.map { " after \(DurationText.count(Int64($0.retryAttempt) + 1, "attempt"))" } ?? ""
            return [.words("The run has now failed for good\(attempts): no more retries.")]
        case .test: return [.words("Sent on request.")]
        default: return []
        }
    }

    /// The line in a list of several: `CRITICAL`, the job, what happened, since when.
    var line: [MessagePart] {
        let failures = alert.job.consecutiveFailures
        if alert.state == .resolved {
            return [.words("RESOLVED "), .text(subject), .words(" "), .text(alertname), .words(", \(duration)")]
        }
        let what: [MessagePart] =
            failure.map { [.words("\($0.verb)\($0.cause.map { " (\($0))" } ?? "")")] } ?? [.text(alertname)]
        return [.words(alert.severity.rawValue.uppercased() + " "), .text(subject), .words(" ")] + what
            + [.words(", since "), .instant(alert.startsAt)]
            + (failures > 1 ? [.words(", \(failures) in a row")] : [])
    }

    /// What a line in a list of several goes on with where there is room: the next retry, and the last runs.
    var lineEnd: [MessagePart] {
        let strip = alert.lastRuns.map { [MessagePart.words(" \($0.text)")] } ?? []
        guard alert.state == .firing, failure != nil else { return strip }
        let retry: [MessagePart] =
            alert.execution?.nextRetryAt.map { [.words(", next retry "), .instant($0)] }
            ?? [.words(", no more retries")]
        return retry + strip
    }

    /// The execution's identity, the test mark and the labels that are not said elsewhere.
    var footer: [String] {
        let labels = alert.labels
            .filter { !Self.wellKnownLabels.contains($0.key) }
            .sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        let execution = alert.execution.map { ["execution \($0.executionID)"] } ?? []
        return execution + labels
    }

    /// Where to go on from here; silencing and acknowledging only while it fires.
    func links(_ links: MessageLinks) -> [MessagePart] {
        let hasJob = !alert.job.jobID.isEmpty
        let pages = [
            (hasJob ? links.job(alert.job.jobID) : links.alert(alert.alertID), hasJob ? "Job" : "Alert"),
            (alert.state == .firing ? links.silence(alert.alertID) : nil, "Silence"),
            (alert.state == .firing ? links.acknowledge(alert.alertID) : nil, "Acknowledge"),
        ]
        return pages.compactMap { page, label in page.map { .link(url: $0, label: label) } }
    }

    /// The job's name, or what else names it, short enough to leave room for what happened to it.
    var subject: String {
        let broken = alert.alertname == BrokenReceiverDecider.alertname ? alert.labels["receiver"] : nil
        let name = [alert.job.name, alert.job.jobID, broken ?? "", alert.alertname].first { !$0.isEmpty } ?? ""
        return UntrustedText.fitted(UntrustedText.singleLine(name), to: Self.maximumSubject)
    }

    /// The job and the rule, or the rule alone where the alert is about no job.
    private var name: String { alert.job.jobID.isEmpty ? alertname : "\(subject): \(alertname)" }

    private var alertname: String {
        UntrustedText.fitted(UntrustedText.singleLine(alert.alertname), to: Self.maximumSubject)
    }

    /// Units of a name in a headline; with the longest words around two of them fit into Slack's 150.
    private static let maximumSubject = 56
    private static let wellKnownLabels = ["alertname", "cron_job_id", "cron_job_name", "severity"]
}
