import ArgumentParser
import BelfryServer
import Foundation

/// `belfry notify log`.
struct NotifyLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List attempts to deliver messages, the newest first, with what came of them.",
        discussion: "belfry notify log --failed --since 1d"
    )

    @Option(help: "Only of this receiver.")
    var receiver: String?

    @Option(help: "Only about this job: its name or cron_job_id.")
    var job: String?

    @Flag(help: "Only attempts that did not deliver.")
    var failed = false

    @Option(help: "Only since then: a duration such as 1h, or a time in ISO 8601.")
    var since: String?

    @Option(name: .customShort("n"), help: "How many at most, up to 1000.")
    var count = 50

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        var parameters = [("limit", String(count))]
        if let receiver { parameters.append(("receiver", receiver)) }
        if let job { parameters.append(("job", job)) }
        if failed { parameters.append(("failed", "true")) }
        if let since { parameters.append(("since", since)) }
        let query = parameters.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value)"
        }
        let answer = try await server.call("GET", "/api/v1/deliveries?\(query.joined(separator: "&"))")
        let log = try JSONDecoder().decode([DeliveryDocument].self, from: Data(answer.utf8))
        switch output {
        case .text: print(Self.text(log))
        case .json: print(try OutputFormat.json(log))
        }
    }

    /// A table for people.
    private static func text(_ log: [DeliveryDocument]) -> String {
        guard !log.isEmpty else { return "no attempt" }
        let head = ["TIME", "RECEIVER", "TARGET", "REASON", "ABOUT", "TRY", "OUTCOME", "NOTIFICATION", "ANSWER"]
        let rows = log.map { delivery in
            [
                String(delivery.attemptedAt.prefix(19)) + "Z", delivery.receiver,
                "\(delivery.integration) \(delivery.target)", delivery.reason, about(delivery),
                String(delivery.attempt),
                delivery.outcome ?? "under way", String(delivery.notificationID), answer(delivery),
            ]
        }
        return TextTable.lines([head] + rows).joined(separator: "\n")
    }

    private static func about(_ delivery: DeliveryDocument) -> String {
        let jobs = zip(delivery.jobIDs, delivery.jobNames).filter { !$0.0.isEmpty }
        let job = jobs.count > 1 ? " of \(jobs.count) jobs" : jobs.first.map { JobWords.of($0, named: $1) } ?? ""
        return delivery.alertnames.joined(separator: ",") + job
    }

    private static func answer(_ delivery: DeliveryDocument) -> String {
        guard let error = delivery.error else {
            let code = delivery.responseCode.map { "HTTP \($0)" } ?? ""
            return delivery.latencyMS.map { "\(code) in \(Int($0)) ms" } ?? code
        }
        return String(error.prefix(160))
    }
}
