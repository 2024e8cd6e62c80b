/// What the decision about rules that are polled is made from: everything read under the writer's lock, or a look without it.
public struct PolledAlerts: Sendable {
    /// The transaction's number, drawn under the lock; 0 for a look without it.
    public var batchID: Int64
    /// The database's clock, read after the lock.
    public var now: Instant
    /// States of the jobs concerned.
    public var jobs: [String: JobState]
    /// Open alerts of the jobs concerned; those about no job under the empty id.
    public var openAlerts: [String: [AlertEpisode]]

    /// Alerts of these values.
    public init(
        batchID: Int64,
        now: Instant,
        jobs: [String: JobState],
        openAlerts: [String: [AlertEpisode]]
    ) {
        self.batchID = batchID
        self.now = now
        self.jobs = jobs
        self.openAlerts = openAlerts
    }
}
