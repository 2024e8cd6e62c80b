/// What the ticker's decision is made from: deadlines that have passed, and what was read under the writer's lock.
public struct DueDeadlines: Sendable {
    /// Identifies a run of a job.
    public struct RunKey: Hashable, Sendable {
        /// `cron_job_id`.
        public var jobID: String
        /// The run.
        public var runID: String

        /// A key of these values.
        public init(jobID: String, runID: String) {
            self.jobID = jobID
            self.runID = runID
        }
    }

    /// The transaction's number, drawn under the lock.
    public var batchID: Int64
    /// The database's clock, read after the lock.
    public var now: Instant
    /// The deadlines, all due.
    public var deadlines: [Deadline]
    /// States of the jobs concerned.
    public var jobs: [String: JobState]
    /// Open alerts of the jobs concerned.
    public var openAlerts: [String: [AlertEpisode]]
    /// The latest attempt of each run concerned.
    public var attempts: [RunKey: ReceivedExecution]
    /// When Belfry was watching.
    public var coverage: Coverage

    /// Due deadlines of these values.
    public init(
        batchID: Int64,
        now: Instant,
        deadlines: [Deadline],
        jobs: [String: JobState],
        openAlerts: [String: [AlertEpisode]],
        attempts: [RunKey: ReceivedExecution],
        coverage: Coverage
    ) {
        self.batchID = batchID
        self.now = now
        self.deadlines = deadlines
        self.jobs = jobs
        self.openAlerts = openAlerts
        self.attempts = attempts
        self.coverage = coverage
    }
}
