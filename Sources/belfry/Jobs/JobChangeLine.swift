import BelfryServer
import Foundation

/// What became of a job, in a line.
enum JobChangeLine {
    /// The line of the server's answer.
    static func text(_ answer: String) throws -> String {
        let change = try JSONDecoder().decode(JobChangeDocument.self, from: Data(answer.utf8))
        let job = change.job
        var parts = ["\(PlainText.printable(job.name)) (\(PlainText.printable(job.jobID)))  \(job.state)"]
        if job.state == "paused" {
            parts[0] += " until \(job.pausedUntil.map { "\($0) or " } ?? "")the next execution"
        }
        if change.endedAlerts > 0 {
            parts.append("\(change.endedAlerts) \(change.endedAlerts == 1 ? "alert" : "alerts") ended")
        }
        if change.removedTests > 0 {
            parts.append("\(change.removedTests) test \(change.removedTests == 1 ? "execution" : "executions") removed")
        }
        return parts.joined(separator: ", ")
    }
}
