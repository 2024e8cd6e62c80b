/// A run that was expected and had not come by its deadline.
public struct JudgedRun: Hashable, Sendable {
    /// What is known of it.
    public enum Verdict: String, Sendable {
        /// Belfry was watching, and it did not come.
        case missed
        /// Nobody was watching all the time.
        case unknown
    }

    /// `cron_job_id`.
    public var jobID: String
    /// When it was expected.
    public var expectedAt: Instant
    /// What is known of it.
    public var verdict: Verdict
}
