/// What the decision about a batch is made from: everything read under the writer's lock.
public struct Batch: Sendable {
    /// The transaction's number, drawn under the lock.
    public var batchID: Int64
    /// The database's clock, read after the lock.
    public var now: Instant
    /// The new executions, in the order they arrived.
    public var executions: [ReceivedExecution]
    /// States of the jobs concerned; a job never heard of is absent.
    public var jobs: [String: JobState]
    /// Open alerts of the jobs concerned.
    public var openAlerts: [String: [AlertEpisode]]
    /// For each job with a late attempt, its stored attempts from `LateAttempts.horizon` before the earliest late one, by position.
    public var tails: [String: [Attempt]]

    /// Triggers that were sent and whose child may be among the executions; empty without triggers.
    public var awaited: [AwaitedFiring]
    /// Of triggers with several parents for which an execution may count, the newest success of each parent.
    public var arrivals: [TriggerArrival]

    /// A batch of these values.
    public init(
        batchID: Int64,
        now: Instant,
        executions: [ReceivedExecution],
        jobs: [String: JobState],
        openAlerts: [String: [AlertEpisode]],
        tails: [String: [Attempt]] = [:],
        awaited: [AwaitedFiring] = [],
        arrivals: [TriggerArrival] = []
    ) {
        self.batchID = batchID
        self.now = now
        self.executions = executions
        self.jobs = jobs
        self.openAlerts = openAlerts
        self.tails = tails
        self.awaited = awaited
        self.arrivals = arrivals
    }
}
