import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry jobs list`.
struct JobsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the jobs that were heard of, but for the forgotten ones."
    )

    @Flag(help: "Only those whose latest attempt did not succeed.")
    var failing = false

    @Option(help: "Only active, paused or forgotten ones.")
    var state: String?

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        var query = failing ? ["failing=true"] : []
        if let state {
            query.append("state=\(state.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")")
        }
        let answer = try await server.call("GET", "/api/v1/jobs?\(query.joined(separator: "&"))")
        let jobs = try JSONDecoder().decode([JobDocument].self, from: Data(answer.utf8))
        switch output {
        case .text: print(Self.text(jobs, now: WallClock.now()))
        case .json: print(try OutputFormat.json(jobs))
        }
    }

    /// A table for people.
    private static func text(_ jobs: [JobDocument], now: Instant) -> String {
        guard !jobs.isEmpty else { return "no job" }
        let head = ["NAME", "STATE", "LAST", "EXECUTED", "NEXT", "FAILING", "P95", "ALERTS", "ID", ""]
        let rows = jobs.map { job in
            [
                PlainText.printable(job.name), job.state, job.lastStatus, Age.text(job.lastExecutionAt, now),
                job.nextExpectedAt.map { Age.text($0, now) } ?? "",
                job.consecutiveFailures == 0 ? "" : "\(job.consecutiveFailures)x",
                job.p95MS.map { "\($0) ms" } ?? "", job.openAlerts == 0 ? "" : "\(job.openAlerts)",
                PlainText.printable(job.jobID), job.hint ?? "",
            ]
        }
        return TextTable.lines([head] + rows).joined(separator: "\n")
    }
}
