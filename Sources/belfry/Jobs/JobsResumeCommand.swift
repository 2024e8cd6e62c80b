import ArgumentParser

/// `belfry jobs resume`.
struct JobsResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Expect a paused or forgotten job again, from now on."
    )

    @Argument(help: "cron_job_id or name.")
    var job: String

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        print(try JobChangeLine.text(try await server.call("POST", JobsCommand.path(job, "/resume"))))
    }
}
