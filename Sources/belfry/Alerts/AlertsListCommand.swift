import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry alerts list`.
struct AlertsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the alerts that have not ended, pending ones among them.",
        discussion: "belfry alerts list severity=critical --job 'Data Sync'"
    )

    @Argument(help: #"Matchers such as alertname=JobFailed or severity!="info": only alerts that fulfil them all."#)
    var matchers: [String] = []

    @Option(help: "Only of this job: its name or cron_job_id.")
    var job: String?

    @Option(help: "Only those this receiver hears of.")
    var receiver: String?

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        var parameters = matchers.map { ("filter", $0) }
        if let job { parameters.append(("job", job)) }
        if let receiver { parameters.append(("receiver", receiver)) }
        let query = parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        let answer = try await server.call("GET", "/api/v1/alerts" + (query.isEmpty ? "" : "?\(query)"))
        let alerts = try JSONDecoder().decode([OpenAlertDocument].self, from: Data(answer.utf8))
        switch output {
        case .text: print(Self.text(alerts, now: WallClock.now()))
        case .json: print(try OutputFormat.json(alerts))
        }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    /// A table for people.
    private static func text(_ alerts: [OpenAlertDocument], now: Instant) -> String {
        guard !alerts.isEmpty else { return "no open alert" }
        let head = ["ID", "ALERT", "JOB", "SEVERITY", "STATE", "FOR", "TOLD", "RECEIVERS", ""]
        let rows = alerts.map { alert in
            [
                String(alert.alertID), alert.alertname, alert.jobName, alert.severity, alert.state,
                age(alert.firingSince ?? alert.activeSince, now), "\(alert.notifications)x",
                alert.receivers.joined(separator: ","), remarks(alert).joined(separator: "; "),
            ]
        }
        return TextTable.lines([head] + rows).joined(separator: "\n")
    }

    /// How long ago something was, in its two largest units.
    private static func age(_ moment: String, _ now: Instant) -> String {
        guard let since = Instant(iso8601: moment.utf8) else { return "" }
        let seconds = max(0, (now - since).microseconds / 1_000_000)
        let unit: Int64 = seconds < 3_600 ? 1 : seconds < 86_400 ? 60 : 3_600
        return TimeSpan.seconds(seconds / unit * unit).description
    }

    private static func remarks(_ alert: OpenAlertDocument) -> [String] {
        var remarks: [String] = []
        if let by = alert.acknowledgedBy {
            let comment = alert.acknowledgementComment.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
            remarks.append("acknowledged by \(by)\(comment)")
        }
        if !alert.silencedBy.isEmpty { remarks.append("silenced by \(alert.silencedBy.joined(separator: ", "))") }
        if !alert.inhibitedBy.isEmpty { remarks.append("inhibited by \(alert.inhibitedBy.joined(separator: ", "))") }
        if !alert.mutedBy.isEmpty { remarks.append("muted by \(alert.mutedBy.joined(separator: ", "))") }
        return remarks
    }
}
