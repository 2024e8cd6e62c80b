/// What pausing, resuming or forgetting a job answers.
public struct JobChangeDocument: Codable, Sendable {
    /// The job as it is now.
    public var job: JobDocument
    /// Alerts that ended with it.
    public var endedAlerts: Int
    /// Executions marked as tests that were removed.
    public var removedTests: Int64

    private enum CodingKeys: String, CodingKey {
        case job
        case endedAlerts = "ended_alerts"
        case removedTests = "removed_tests"
    }
}
