internal import BelfryCore
internal import BelfryStore

extension OverviewText {
    /// Whether Belfry itself works.
    var ownState: String {
        let pending = overview.channels.reduce(0) { $0 + $1.pending }
        let waiting = overview.channels.filter { $0.pending > 0 }.map { channel in
            "\(channel.receiver) (\(channel.integration)): \(channel.pending)"
                + (channel.oldestPendingAt.map { ", the oldest \(clock.age($0))" } ?? "")
        }
        var webhooks = "\(standing.accepted) taken, \(standing.refused) refused since the start"
        if let refusal = standing.lastRefusal {
            webhooks += "; the last \(clock.age(refusal.at)): \(refusal.reason)"
        }
        let facts = [
            ("Database", "answers"),
            ("Webhooks", webhooks),
            ("Messages waiting", pending == 0 ? "none" : waiting.joined(separator: "; ")),
            ("Belfry", "\(standing.version), started \(clock.full(standing.startedAt))"),
        ]
        let list = facts.map { "<dt>\($0.0)</dt><dd>\(HTMLText.singleLine($0.1, limit: 600))</dd>" }
        return """
            <h2>Belfry itself</h2>
            <dl>
            \(list.joined(separator: "\n"))
            <dt>More</dt><dd><a href="\(below)metrics">metrics</a> · <a href="\(below)-/ready">readiness</a> · \
            <a href="\(below)api/v1/webhooks">last webhook requests</a></dd>
            </dl>
            """
    }

    /// The newest attempts to deliver a message.
    var deliveryLog: String {
        guard !deliveries.isEmpty else { return "" }
        let rows = deliveries.map { entry in
            let isDelivered = entry.outcome == "delivered"
            let tone = ["delivered": "good", "retry": "warning", "": "info"][entry.outcome ?? "", default: "error"]
            let jobs = entry.jobNames.filter { !$0.isEmpty }
            let job = jobs.count > 1 ? " of \(jobs.count) jobs" : jobs.first.map { " of \($0)" } ?? ""
            let about = Array(Set(entry.alertnames)).sorted().joined(separator: ", ") + job
            let again = entry.nextAttemptAt.map { "again \(clock.age($0))" }
            let trouble = [entry.error ?? entry.failure, again].compactMap(\.self).joined(separator: "; ")
            return """
                <tr><td class="number">\(age(entry.attemptedAt))</td>
                <td>\(HTMLText.singleLine("\(entry.receiver) (\(entry.integration))", limit: 120))</td>
                <td>\(HTMLText.singleLine("\(entry.reason) \(about)", limit: 200))</td>
                <td class="wide"><span class="\(tone)">\(HTMLText.singleLine(entry.outcome ?? "under way", limit: 40))</span>\
                \(isDelivered ? "" : "<small>\(HTMLText.singleLine(trouble, limit: 300))</small>")</td></tr>
                """
        }
        return """
            <h2>Last messages</h2>
            <table><thead><tr><th>Sent</th><th>Receiver</th><th>About</th><th>Outcome</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>
            """
    }

    /// What addresses begin with, as the value of an attribute.
    private var below: String { HTMLText.escaped(links.home ?? "/").replacing("\"", with: "%22") }
}
