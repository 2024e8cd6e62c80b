internal import BelfryCore
internal import BelfryStore

extension OverviewText {
    /// A page of the jobs, with what leads to others.
    var jobs: String {
        let day = overview.day.flatMap { day in
            day.successRatio.map {
                "<p class=\"soft\">Last 24 hours: \(DurationText.count(day.executions, "execution")), "
                    + "\(Self.percent($0)) succeeded.</p>"
            }
        }
        let rows = overview.page.map(row).joined(separator: "\n")
        let table = """
            <table>
            <thead><tr><th>Job</th><th>Last run</th><th>Last runs</th><th>Success 24 h</th><th>p95 24 h</th>\
            <th>Next expected</th><th>Alerts</th></tr></thead>
            <tbody>
            \(rows)
            </tbody></table>
            """
        return """
            <h2>Jobs</h2>
            \(day ?? "")
            \(bar)
            \(overview.page.isEmpty ? "<p>None\(filter.page > 1 ? " on this page" : "").</p>" : table)
            \(pages)
            """
    }

    /// The kinds of jobs, and the search.
    private var bar: String {
        let kinds: [(OverviewFilter.Kind, String, Int64)] = [
            (.all, "All", overview.jobs), (.failing, "Failing", overview.failingJobs),
            (.paused, "Paused", overview.pausedJobs), (.forgotten, "Forgotten", overview.forgottenJobs),
        ]
        let choices = kinds.filter { $0.2 > 0 || $0.0 == filter.kind || $0.0 == .all }.map { kind, label, count in
            kind == filter.kind
                ? "<b>\(label) \(count)</b>" : HTMLText.link(address(kind: kind), label: "\(label) \(count)")
        }
        let kind = filter.kind == .all ? "" : "<input type=\"hidden\" name=\"show\" value=\"\(filter.kind.rawValue)\">"
        let refresh = refreshes ? "<input type=\"hidden\" name=\"refresh\" value=\"30\">" : ""
        return """
            <div class="bar">\(choices.joined(separator: "\n"))
            <form action=\(HTMLText.attribute(links.home ?? "/"))>\(kind)\(refresh)<input name="q" type="search" maxlength="200" \
            aria-label="Name or id of a job" placeholder="Name or id" value=\(HTMLText.attribute(filter.text ?? ""))>\
            <button>Find</button></form></div>
            """
    }

    /// Which part of the jobs this is.
    private var pages: String {
        let size = OverviewStore.jobsOnAPage
        let first = (filter.page - 1) * size + 1
        guard Int(overview.found) > size || filter.page > 1 else { return "" }
        var parts: [String] = []
        if filter.page > 1 { parts.append(HTMLText.link(address(page: filter.page - 1), label: "← previous")) }
        if !overview.page.isEmpty {
            parts.append("\(first) to \(first + overview.page.count - 1) of \(overview.found)")
        }
        if first + overview.page.count - 1 < overview.found, !overview.page.isEmpty {
            parts.append(HTMLText.link(address(page: filter.page + 1), label: "next →"))
        }
        return "<p>\(parts.joined(separator: " · "))</p>"
    }

    private func row(_ job: OverviewJob) -> String {
        let state = job.state == "active" ? "" : " <span class=\"badge\">\(HTMLText.escaped(job.state))</span>"
        let alerts =
            job.openAlerts == 0
            ? "" : "<span class=\"\(job.firingAlerts > 0 ? "error" : "warning")\">\(job.openAlerts)</span>"
        return """
            <tr><th scope="row" title=\(HTMLText.attribute(UntrustedText.singleLine(job.jobID)))>\
            \(link(links.job(job.jobID), job.name))\(state)</th>
            <td class="wide">\(outcome(job))</td>
            <td class="strip" data-label="Runs">\(strip(job))</td>
            <td class="number" data-label="24 h">\(success(job))</td>
            <td class="number" data-label="p95">\
            \(job.day?.p95MS.map { HTMLText.escaped(DurationText.latency(milliseconds: $0)) } ?? "")</td>
            <td class="number" data-label="Next">\(job.nextExpectedAt.map { expected($0, job) } ?? "")</td>
            <td class="number" data-label="Alerts">\(alerts)</td></tr>
            """
    }

    /// What became of the last run, when, and what was wrong.
    private func outcome(_ job: OverviewJob) -> String {
        let when = age(job.lastExecutionAt)
        guard job.lastStatus != ExecutionStatus.success.text else {
            return "<span class=\"good\">\((job.lastAttempt ?? 0) > 0 ? "recovered" : "success")</span> \(when)"
        }
        let retry = job.nextRetryAt.map { at in
            ", retry \(at < overview.now ? "was due " : "")\(HTMLText.escaped(clock.age(at)))"
        }
        let row =
            job.consecutiveFailures > 1 ? ", \(job.consecutiveFailures) attempts in a row" : ""
        let success = job.lastSuccessAt.map { "last success \(clock.age($0))" } ?? "no success received yet"
        let error = job.lastError.map { "\(UntrustedText.singleLine($0)); " } ?? ""
        let status = HTMLText.singleLine(job.lastStatus, limit: 40)
        return """
            <span class="\(retry == nil ? "error" : "warning")">\(status)</span> \(when)\(retry ?? "")\(row)\
            <small>\(HTMLText.singleLine(UntrustedText.fitted(error, to: 160) + success, limit: 400))</small>
            """
    }

    private func strip(_ job: OverviewJob) -> String {
        job.lastRuns.map { $0.text.replacing("✕", with: "<b>✕</b>") } ?? ""
    }

    private func success(_ job: OverviewJob) -> String {
        guard let day = job.day, let ratio = day.successRatio else { return "" }
        return "\(Self.percent(ratio)) <span class=\"soft\">of \(day.executions)</span>"
    }

    private func expected(_ at: Instant, _ job: OverviewJob) -> String {
        job.state == "paused" ? "" : (at < overview.now ? "<span class=\"warning\">\(age(at))</span>" : age(at))
    }

    /// 100 % only where nothing failed.
    static func percent(_ ratio: Double) -> String {
        let tenths = Int((ratio * 1_000).rounded(.down))
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
