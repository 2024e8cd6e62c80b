import ArgumentParser

/// `belfry jobs forget`.
struct JobsForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract:
            "End a job's alerts and its series in /metrics; its history stays, and its next execution revives it.",
        discussion: "Executions marked as tests (belfry send) are removed."
    )

    @Argument(help: "cron_job_id or name.")
    var job: String

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        print(try JobChangeLine.text(try await server.call("POST", JobsCommand.path(job, "/forget"))))
    }
}
