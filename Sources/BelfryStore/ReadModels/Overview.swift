public import BelfryCore

/// What the overview shows of the database, of one moment.
public struct Overview: Sendable {
    /// The database's time.
    public var now: Instant
    /// Jobs that were not forgotten.
    public var jobs: Int64
    /// Those of them that fail or have an alert that fires, and are not paused.
    public var failingJobs: Int64
    /// Those of them that are paused.
    public var pausedJobs: Int64
    /// Jobs that were forgotten.
    public var forgottenJobs: Int64
    /// Jobs that the filter lets through, on whatever page.
    public var found: Int64
    /// The jobs of the page, failing ones first.
    public var page: [OverviewJob]
    /// What ran of all jobs in the last 24 hours.
    public var day: OverviewDay?
    /// The targets of messages.
    public var channels: [OverviewChannel]
    /// Alerts that fire.
    public var firingAlerts: Int64
    /// Alerts whose rule waits before it fires.
    public var pendingAlerts: Int64
}
