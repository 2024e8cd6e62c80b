import ArgumentParser
import Foundation

/// `belfry jobs`: what is known of jobs, and their life.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "List and show jobs; pause, resume and forget them.",
        discussion: "Uses the API of a running belfry serve. JOB is a cron_job_id, or a name that only one job has.",
        subcommands: [
            JobsListCommand.self, JobsShowCommand.self, JobsPauseCommand.self, JobsResumeCommand.self,
            JobsForgetCommand.self,
        ]
    )

    /// The path of a job, for whatever its name holds.
    static func path(_ job: String, _ action: String = "") -> String {
        "/api/v1/jobs/\(job.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? job)\(action)"
    }
}
