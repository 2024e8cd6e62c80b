internal import BelfryCore
internal import BelfryStore
internal import Hummingbird

/// The page of a job that messages link to: how it stands, its last runs, its alerts.
struct JobPage: Sendable {
    let jobs: JobsController
    let links: MessageLinks
    let timeZone: String

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/jobs/:id") { _, context in page(try await jobs.detail(context)).response() }
    }

    private func page(_ detail: JobDetailDocument) -> HTMLPage {
        let clock = ClockText(timeZone: timeZone, now: WallClock.now())
        let alerts = detail.alerts.map { alert in
            let words = HTMLText.escaped("\(alert.severity) \(alert.alertname), \(alert.state), since ")
            let line = words + time(alert.activeSince, clock)
            return "<li>\(links.alert(alert.alertID).map { HTMLText.link($0, label: "Alert") } ?? "") \(line)</li>"
        }
        let runs = detail.runs.map { run in
            let outcome = run.outcome ?? "open"
            let length = run.durationMS.map { ", \(DurationText.latency(milliseconds: $0))" } ?? ""
            let error =
                run.errorMessage.map { ": \(UntrustedText.fitted(UntrustedText.singleLine($0), to: 200))" } ?? ""
            let words = "\(outcome), \(DurationText.count(Int64(run.attempts), "attempt"))\(length)\(error)"
            return "<li>\(time(run.startedAt, clock)) \(HTMLText.escaped(words))</li>"
        }
        return HTMLPage(
            title: detail.job.name,
            body: HTMLPage.preformatted(facts(detail, clock)) + list("Alerts", alerts) + list("Runs", runs),
            home: links.home
        )
    }

    private func facts(_ detail: JobDetailDocument, _ clock: ClockText) -> String {
        let job = detail.job
        let facts = [
            ("Id", UntrustedText.singleLine(job.jobID)), ("State", job.state),
            ("Last attempt", "\(UntrustedText.singleLine(job.lastStatus)), \(time(job.lastExecutionAt, clock))"),
            ("Last success", job.lastSuccessAt.map { time($0, clock) } ?? "none yet"),
            ("Usually", job.p50MS.map { DurationText.latency(milliseconds: $0) } ?? "not known yet"),
            ("Hint", job.hint ?? ""),
        ]
        return facts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
    }

    private func time(_ text: String, _ clock: ClockText) -> String {
        Instant(iso8601: text.utf8).map(clock.full) ?? text
    }

    private func list(_ title: String, _ items: [String]) -> String {
        items.isEmpty ? "" : "<h2>\(title)</h2><ul>\(items.joined())</ul>"
    }
}
