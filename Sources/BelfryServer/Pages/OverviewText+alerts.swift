internal import BelfryCore
internal import BelfryStore

extension OverviewText {
    /// Alerts that are shown.
    private static let maximumAlerts = 30

    /// The open alerts: what nobody has taken and nothing keeps quiet first.
    var alertList: String {
        let total = overview.firingAlerts + overview.pendingAlerts
        guard total > 0 else { return overview.jobs > 0 ? "<h2>Alerts</h2><p class=\"good\">None.</p>" : "" }
        let ordered =
            alerts.filter { $0.0.alert.state == .firing && !isQuiet($0) }
            + alerts.filter { $0.0.alert.state == .firing && isQuiet($0) }
            + alerts.filter { $0.0.alert.state != .firing }
        let shown = ordered.prefix(Self.maximumAlerts)
        let rest = total - Int64(shown.count)
        let more = rest > 0 ? "<p>and \(rest) more: \(firstSteps.command("alerts list", .server))</p>" : ""
        return """
            <h2>Alerts</h2>
            <ul class="alerts">
            \(shown.map { item($0, $1) }.joined(separator: "\n"))
            </ul>
            \(more)
            """
    }

    private func isQuiet(_ alert: (OpenAlert, AlertSurvey.Entry)) -> Bool {
        alert.0.alert.state == .pending || alert.0.acknowledgement != nil || !alert.1.silencedBy.isEmpty
            || !alert.1.inhibitedBy.isEmpty || !alert.1.mutedBy.isEmpty
    }

    private func item(_ open: OpenAlert, _ entry: AlertSurvey.Entry) -> String {
        let alert = open.alert
        let severity = alert.severity.rawValue
        let job = alert.jobID.isEmpty ? "" : " · <b>\(link(links.job(alert.jobID), alert.job.name))</b>"
        let summary = (alert.annotations["summary"]?.plain ?? alert.execution?.errorMessage).map {
            "<p>\(HTMLText.singleLine($0, limit: 300))</p>"
        }
        var actions = [link(links.alert(alert.alertID), "Alert")]
        if let execution = alert.execution {
            actions.append(link(links.execution(execution.executionID, of: alert.jobID), "Explain"))
        }
        if open.acknowledgement == nil { actions.append(link(links.acknowledge(alert.alertID), "Acknowledge")) }
        if entry.silencedBy.isEmpty { actions.append(link(links.silence(alert.alertID), "Silence")) }
        return """
            <li class="\(severity)\(isQuiet((open, entry)) ? " quiet" : "")"><div>
            <p><span class="badge \(severity)">\(severity)</span> \(link(links.alert(alert.alertID), alert.alertname))\(job)</p>
            \(summary ?? "")
            <p class="soft">\(state(of: open, entry))</p>
            <p class="links">\(actions.joined(separator: " "))</p>
            </div></li>
            """
    }

    /// Since when, and what people and Belfry have done about it.
    private func state(of open: OpenAlert, _ entry: AlertSurvey.Entry) -> String {
        let alert = open.alert
        var parts = ["since \(time(alert.firingSince ?? alert.activeSince))"]
        if alert.state == .pending { parts = ["pending since \(time(alert.activeSince)), not told yet"] }
        if alert.isFlapping { parts.append("goes up and down") }
        if let taken = open.acknowledgement {
            parts.append("acknowledged by \(HTMLText.singleLine(taken.by, limit: 100)), \(age(taken.at))")
        }
        if !entry.silencedBy.isEmpty { parts.append("silenced") }
        if !entry.inhibitedBy.isEmpty { parts.append("inhibited by another alert") }
        if !entry.mutedBy.isEmpty {
            parts.append("muted by \(HTMLText.singleLine(entry.mutedBy.joined(separator: ", "), limit: 100))")
        }
        if let told = open.lastNotifiedAt {
            let receivers = HTMLText.singleLine(entry.receivers.joined(separator: ", "), limit: 100)
            parts.append("told \(receivers) \(age(told))")
        } else if alert.state == .firing, !isQuiet((open, entry)) {
            parts.append(standing.hasReceiver ? "no message yet" : "nobody was told: no receiver")
        }
        return parts.joined(separator: " · ")
    }
}
