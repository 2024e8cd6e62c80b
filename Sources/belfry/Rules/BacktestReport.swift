import BelfryCore
import BelfryServer
import BelfryStore
import Foundation

/// What `belfry rules backtest` prints.
struct BacktestReport: Encodable {
    /// One rule, beside what the live rule of that name did.
    struct Rule: Encodable {
        var alertname: String
        var alerts: Int
        var messages: Int
        var liveAlerts: Int64
        var liveMessages: Int64
        var failures: Int
    }

    /// One alert.
    struct Alert: Encodable {
        var alertname: String
        var cronJobID: String
        var cronJobName: String
        var firingSince: String
        var lastedSeconds: Double?
        var summary: String?
    }

    let from: String
    let to: String
    let executions: Int
    let rules: [Rule]
    let receivers: [String: Int]
    let alerts: [Alert]
    let firstFailures: [String: String]
    /// Rules on queries: what the database would have answered then cannot be asked any more.
    let notReplayed: [String]

    init(
        _ backtest: Backtest,
        rules set: RuleSet,
        live: [String: ExecutionHistory.LiveAlerts],
        from: Instant,
        to: Instant
    ) {
        let names = set.rules.map(\.alertname)
        notReplayed = set.queryRules.map(\.alertname)
        self.from = from.iso8601
        self.to = to.iso8601
        executions = backtest.executions
        receivers = backtest.receivers
        let gone = live.keys.filter { !names.contains($0) }.sorted()
        rules = (names + gone).map { name in
            Rule(
                alertname: name,
                alerts: backtest.counts[name] ?? 0,
                messages: backtest.messages[name] ?? 0,
                liveAlerts: live[name]?.alerts ?? 0,
                liveMessages: live[name]?.messages ?? 0,
                failures: backtest.failures[name]?.count ?? 0
            )
        }
        alerts = backtest.alerts.sorted { $0.firedAt < $1.firedAt }.map { alert in
            Alert(
                alertname: alert.episode.alertname,
                cronJobID: alert.episode.jobID,
                cronJobName: alert.episode.job.name,
                firingSince: alert.firedAt.iso8601,
                lastedSeconds: alert.lasted.map { Double($0.microseconds) / 1e6 },
                summary: alert.episode.annotations["summary"]?.plain
            )
        }
        firstFailures = backtest.failures.mapValues(\.first)
    }

    /// The report as one JSON object with keys in snake case.
    func json() throws -> String { try OutputFormat.json(self) }

    /// Tables for people.
    func text(limit: Int) -> String {
        var lines = ["\(executions) executions replayed; reported: \(from) to \(to)", ""]
        lines += TextTable.lines(
            [["RULE", "ALERTS", "MESSAGES", "LIVE ALERTS", "LIVE MESSAGES", "NO VALUE"]]
                + rules.map {
                    [
                        $0.alertname, "\($0.alerts)", "\($0.messages)", "\($0.liveAlerts)", "\($0.liveMessages)",
                        "\($0.failures)",
                    ]
                }
        )
        for (name, first) in firstFailures.sorted(by: { $0.key < $1.key }) {
            lines.append("\(name) has no value, first for execution \(first)")
        }
        for name in notReplayed { lines.append("\(name) asks the database and is not replayed") }
        if !receivers.isEmpty {
            let counts = receivers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines += ["", "messages by receiver: " + counts.joined(separator: ", ")]
        }
        guard !alerts.isEmpty else { return lines.joined(separator: "\n") }
        lines.append("")
        lines += TextTable.lines(
            [["FIRED", "LASTED", "RULE", "JOB", "SUMMARY"]]
                + alerts.prefix(limit).map {
                    [
                        $0.firingSince,
                        $0.lastedSeconds.map { TimeSpan.seconds(Int64($0)).description } ?? "still fires",
                        $0.alertname, $0.cronJobName, $0.summary ?? "",
                    ]
                }
        )
        if alerts.count > limit { lines.append("… and \(alerts.count - limit) more (--limit)") }
        return lines.joined(separator: "\n")
    }
}
