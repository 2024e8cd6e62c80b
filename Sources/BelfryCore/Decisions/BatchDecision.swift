/// What a batch changes: the rows of the second round trip.
public struct BatchDecision: Sendable {
    /// Where one execution was folded, and what its rules saw.
    public struct Placement: Hashable, Sendable {
        /// The run.
        public var runID: String
        /// The job's history as the rules saw it, packed; nil where no rule reads it.
        public var inputs: [UInt8]?
    }

    /// A stored attempt that belongs to another run, now that a late one is known.
    public struct MovedAttempt: Hashable, Sendable {
        /// The attempt.
        public var identity: ExecutionIdentity
        /// Its `executed_at`: which partition it is in.
        public var executedAt: Instant
        /// The run it belongs to.
        public var runID: String
    }

    /// One placement per execution of the batch, in its order.
    public var placements: [Placement] = []
    /// The new states of the jobs concerned.
    public var jobs: [JobState] = []
    /// Alerts that are new or have changed, whole.
    public var alerts: [AlertEpisode] = []
    /// Pending alerts that went inactive: their rows go.
    public var inactiveAlerts: [AlertEpisode] = []
    /// What somebody may have to be told.
    public var transitions: [AlertTransition] = []
    /// Deadlines to set or move.
    public var deadlines: [Deadline] = []
    /// Deadlines that no longer matter.
    public var doneDeadlines: [DeadlineKey] = []
    /// Stored attempts to move to another run.
    public var movedAttempts: [MovedAttempt] = []
    /// Runs that were expected and had not come.
    public var judgedRuns: [JudgedRun] = []
    /// Rules that had no value for an attempt.
    public var failures: [RuleFailure] = []
    /// Triggers that a success has fired, or would have.
    public var firings: [TriggerFiring] = []
    /// Successes that count for triggers with several parents, new or used now.
    public var arrivals: [TriggerArrival] = []
    /// Executions that turned out to be what a trigger has started.
    public var links: [TriggerLink] = []
}
