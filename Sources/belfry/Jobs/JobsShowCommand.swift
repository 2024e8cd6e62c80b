import ArgumentParser
import BelfryServer
import Foundation

/// `belfry jobs show`.
struct JobsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a job: its latest runs, attempts and alerts, and when it is expected."
    )

    @Argument(help: "cron_job_id or name.")
    var job: String

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let answer = try await server.call("GET", JobsCommand.path(job))
        let detail = try JSONDecoder().decode(JobDetailDocument.self, from: Data(answer.utf8))
        switch output {
        case .text: print(JobText.lines(detail, now: WallClock.now()).joined(separator: "\n"))
        case .json: print(try OutputFormat.json(detail))
        }
    }
}
