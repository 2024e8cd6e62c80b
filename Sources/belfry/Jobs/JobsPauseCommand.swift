import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry jobs pause`.
struct JobsPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Do not miss a job until a date or its next execution, whichever is first.",
        discussion: """
            While it is paused no run is missed and no retry overdue, and what passed meanwhile is not asked for afterwards. \
            Executions that arrive are judged as ever.
            """
    )

    @Argument(help: "cron_job_id or name.")
    var job: String

    @Option(help: "Until then at the latest, such as 2026-12-24T06:00:00Z or 2026-12-24 (UTC).")
    var until: String?

    @Option(name: .customLong("for"), help: "For so long at the most, such as 2h or 3d.", transform: TimeSpan.argument)
    var span: TimeSpan?

    @OptionGroup var server: ServerAddressOptions

    func validate() throws {
        if until != nil, span != nil { throw ValidationError("--until and --for exclude each other") }
    }

    func run() async throws {
        var end = span.map { (WallClock.now() + $0).iso8601 }
        if let until {
            let text = until.count == 10 ? "\(until)T00:00:00Z" : until
            guard Instant(iso8601: text.utf8) != nil else {
                throw ValidationError("\(until) is no date such as 2026-12-24T06:00:00Z or 2026-12-24")
            }
            end = text
        }
        let body = Array(try JSONEncoder().encode(JobPauseRequest(until: end)))
        print(try JobChangeLine.text(try await server.call("POST", JobsCommand.path(job, "/pause"), body)))
    }
}
