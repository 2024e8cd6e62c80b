import BelfryCore
import BelfryServer
import Foundation

/// A job as people read it in a terminal.
enum JobText {
    /// Attempts in the strip.
    private static let stripLength = 60
    private static let runs = 10
    private static let alerts = 5

    /// All that is known, in lines.
    static func lines(_ detail: JobDetailDocument, now: Instant) -> [String] {
        let job = detail.job
        var lines = ["\(PlainText.printable(job.name)) (\(PlainText.printable(job.jobID)))"]
        lines += facts(job, now).map { name, text in
            "  \(name.padding(toLength: 14, withPad: " ", startingAt: 0))\(text)"
        }
        if let hint = job.hint { lines.append("  \(hint)") }
        lines += ["", "ATTEMPTS  the latest last, ✕ did not succeed", "  \(strip(detail.attempts))", "", "RUNS"]
        lines += table(detail.runs.prefix(runs).map { run($0, now) }, or: "none")
        lines += ["", "ALERTS"]
        lines += table(detail.alerts.prefix(alerts).map { alert($0, now) }, or: "none so far")
        return lines
    }

    /// Latencies as bars, against the longest among them.
    static func strip(_ attempts: [JobDetailDocument.Attempt]) -> String {
        let shown = attempts.prefix(stripLength).reversed()
        let longest = max(1, shown.filter(isSuccess).compactMap(\.responseTimeMS).max() ?? 1)
        let bars = Array("▁▂▃▄▅▆▇")
        return String(
            shown.map { attempt -> Character in
                guard isSuccess(attempt) else { return "✕" }
                let share = Double(attempt.responseTimeMS ?? 0) / Double(longest)
                return bars[min(bars.count - 1, Int(share * Double(bars.count)))]
            }
        )
    }

    private static func isSuccess(_ attempt: JobDetailDocument.Attempt) -> Bool {
        attempt.status == ExecutionStatus.success.text
    }

    private static func facts(_ job: JobDocument, _ now: Instant) -> [(String, String)] {
        var facts = [("state", state(job, now)), ("schedule", schedule(job))]
        if let next = job.nextExpectedAt { facts.append(("expected", "\(next), \(Age.text(next, now))")) }
        facts.append(("last", "\(job.lastStatus) at \(job.lastExecutionAt), \(Age.text(job.lastExecutionAt, now))"))
        facts.append(
            ("last success", job.lastSuccessAt.map { "\($0), \(Age.text($0, now))" } ?? "none since \(job.firstSeenAt)")
        )
        if job.consecutiveFailures > 0 {
            let error = job.lastError.map { ": \(PlainText.printable($0))" } ?? ""
            facts.append(
                ("failing", "\(job.consecutiveFailures) attempts, \(job.consecutiveFailedRuns) runs in a row\(error)")
            )
        }
        facts.append(("attempts", "\(job.executions), \(job.failures) of them did not succeed"))
        if let p50 = job.p50MS, let p95 = job.p95MS { facts.append(("latency", "p50 \(p50) ms, p95 \(p95) ms")) }
        return facts
    }

    private static func state(_ job: JobDocument, _ now: Instant) -> String {
        guard job.state == "paused" else { return job.state }
        guard let until = job.pausedUntil else { return "paused until the next execution" }
        return "paused until \(until) (\(Age.text(until, now))) or the next execution"
    }

    private static func schedule(_ job: JobDocument) -> String {
        guard let schedule = job.schedule else { return "not known: no rule gives one, and none was learned yet" }
        let zone = job.timezone.map { " \($0)" } ?? ""
        let source =
            switch job.scheduleSource {
            case "rule": "a rule says so"
            case "learned": "learned from its history"
            default: job.scheduleSource ?? "of unknown origin"
            }
        return "\(schedule)\(zone) (\(source))"
    }

    private static func run(_ run: JobDetailDocument.Run, _ now: Instant) -> [String] {
        [
            run.startedAt, Age.text(run.startedAt, now), run.outcome ?? "open",
            "\(run.attempts) \(run.attempts == 1 ? "attempt" : "attempts")",
            run.durationMS.map { TimeSpan.milliseconds($0).description } ?? "",
            PlainText.printable(String((run.errorMessage ?? "").prefix(100))),
        ]
    }

    private static func alert(_ alert: JobDetailDocument.Alert, _ now: Instant) -> [String] {
        [
            String(alert.alertID), alert.alertname, alert.severity, alert.state,
            "since \(alert.activeSince), \(Age.text(alert.activeSince, now))",
            alert.resolvedAt.map { "ended \($0)\(alert.resolveReason.map { " (\($0))" } ?? "")" } ?? "",
        ]
    }

    private static func table(_ rows: [[String]], or nothing: String) -> [String] {
        rows.isEmpty ? ["  \(nothing)"] : TextTable.lines(rows).map { "  \($0)" }
    }
}
