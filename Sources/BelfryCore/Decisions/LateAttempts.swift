/// Finds the attempts that arrived at or before their job's position.
public enum LateAttempts {
    /// How far before the earliest late attempt history is read to rebuild the runs open at that time.
    public static let horizon = TimeSpan.hours(48)

    /// The time from which each job's stored attempts must be read before the batch can be decided; empty for most batches.
    ///
    /// Of a job that was never promised a retry only what came behind the late attempt: no run was open at its time.
    public static func tailsNeeded(
        for executions: [ReceivedExecution],
        jobs: [String: JobState]
    ) -> [String: Instant] {
        var needed: [String: Instant] = [:]
        for received in executions {
            // In place: most attempts are not late, and a state is large to copy.
            guard let index = jobs.index(forKey: received.execution.jobID),
                received.position <= jobs.values[index].position
            else { continue }
            let job = jobs.values[index]
            let from = job.everyAttemptClosedItsRun ? received.position.at : received.position.at - horizon
            needed[received.execution.jobID] = min(needed[received.execution.jobID] ?? from, from)
        }
        return needed
    }
}
