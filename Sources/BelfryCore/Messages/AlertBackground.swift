/// What messages say about alerts that the alerts themselves do not know, read when a message is decided.
public struct AlertBackground: Sendable {
    /// Other jobs with the same error that are counted; from there on a message says that there are more.
    public static let maximumOthers: Int64 = 100

    /// The last runs of jobs, by `cron_job_id`.
    public var lastRuns: [String: RunStrip]
    /// How many jobs have an alert that fires because of an error, by the error's fingerprint.
    public var failingJobs: [String: Int64]
    /// Who has acknowledged alerts, by `alert_id`.
    public var acknowledgedBy: [Int64: String]

    /// A background of these values.
    public init(
        lastRuns: [String: RunStrip] = [:],
        failingJobs: [String: Int64] = [:],
        acknowledgedBy: [Int64: String] = [:]
    ) {
        self.lastRuns = lastRuns
        self.failingJobs = failingJobs
        self.acknowledgedBy = acknowledgedBy
    }

    /// Jobs other than the alert's own that fail with the same error, `maximumOthers` of them at most; nil where there are none.
    func othersWithSameError(as alert: AlertEpisode) -> Int64? {
        guard alert.state == .firing, let error = alert.execution?.errorFingerprint,
            let jobs = failingJobs[error], jobs > 1
        else { return nil }
        return jobs - 1
    }
}
