internal import BelfryCore
internal import BelfryStore

/// The overview as HTML; everything that came from outside is escaped.
struct OverviewText {
    let overview: Overview
    let alerts: [(OpenAlert, AlertSurvey.Entry)]
    let deliveries: [DeliveryLogEntry]
    let standing: OverviewStanding
    let filter: OverviewFilter
    let refreshes: Bool
    let links: MessageLinks
    let clock: ClockText
    let firstSteps: OverviewFirstSteps

    /// The worst in few words.
    var title: String {
        if overview.firingAlerts > 0 { return "Belfry: \(DurationText.count(overview.firingAlerts, "alert")) firing" }
        if overview.failingJobs > 0 { return "Belfry: \(DurationText.count(overview.failingJobs, "job")) failing" }
        return overview.jobs > 0 ? "Belfry: all quiet" : "Belfry"
    }

    /// Of when it is, and how to have it newer.
    var aside: String {
        let toggle = refreshes ? "stop refreshing" : "refresh every 30 s"
        let address = address(refreshes: !refreshes)
        return """
            <p class="soft">as of \(HTMLText.escaped(clock.clock(overview.now))) · \
            \(HTMLText.link(address, label: toggle))</p>
            """
    }

    /// Everything below the heading.
    var body: String {
        let isEmpty = overview.jobs == 0 && overview.forgottenJobs == 0
        return [notes, alertList, isEmpty ? firstSteps.html : jobs, ownState, deliveryLog]
            .filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    /// What the operator has to do something about.
    private var notes: String {
        var notes: [(tone: String, text: String)] = []
        if !standing.hasReceiver {
            notes.append(("warning", "No receiver yet: alerts are recorded and shown here, not sent."))
        }
        if !standing.isReloaded {
            let text = "The last reload failed: what was in force before still is. The log and belfry check say why."
            notes.append(("error", text))
        }
        for channel in overview.channels {
            guard let since = channel.brokenSince else { continue }
            let reason = channel.brokenReason.map { " (\($0))" } ?? ""
            notes.append(
                (
                    "error",
                    "\(channel.receiver): \(channel.integration) \(channel.target) refuses everything\(reason) since "
                        + clock.full(since)
                )
            )
        }
        if let refusal = standing.lastRefusal, overview.now - refusal.at < .minutes(15) {
            notes.append(("warning", "A webhook was refused \(clock.age(refusal.at)): \(refusal.reason)"))
        }
        guard !notes.isEmpty else { return "" }
        let items = notes.map { "<li class=\"\($0.tone)\">\(HTMLText.singleLine($0.text, limit: 500))</li>" }
        return "<ul class=\"notes\">\(items.joined(separator: "\n"))</ul>"
    }

    /// The address of this page with another page, kind or refresh.
    func address(
        kind: OverviewFilter.Kind? = nil,
        page: Int = 1,
        refreshes: Bool? = nil
    ) -> String {
        var query: [String] = []
        let kind = kind ?? filter.kind
        if kind != .all { query.append("show=\(kind.rawValue)") }
        if let text = filter.text { query.append("q=\(MessageLinks.percentEncoded(text))") }
        if page > 1 { query.append("page=\(page)") }
        if refreshes ?? self.refreshes { query.append("refresh=30") }
        return (links.home ?? "/") + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
    }

    /// An instant with its age, readable by programs too.
    func time(_ instant: Instant) -> String {
        "<time datetime=\"\(instant.iso8601)\">\(HTMLText.escaped(clock.full(instant)))</time>"
    }

    /// Only the age; the instant in what a pointer shows.
    func age(_ instant: Instant) -> String {
        let full = HTMLText.escaped(clock.clock(instant))
        return "<time datetime=\"\(instant.iso8601)\" title=\"\(full)\">\(HTMLText.escaped(clock.age(instant)))</time>"
    }

    /// A link where there is an address, else its words.
    func link(_ address: String?, _ label: String) -> String {
        let label = UntrustedText.fitted(UntrustedText.singleLine(label), to: 200)
        return address.map { HTMLText.link($0, label: label) } ?? HTMLText.escaped(label)
    }
}
