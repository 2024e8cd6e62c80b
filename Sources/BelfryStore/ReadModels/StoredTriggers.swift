public import BelfryCore

/// What an execution did to triggers, as it is stored.
public struct StoredTriggers: Sendable {
    /// A trigger that the execution fired, or would have.
    public struct Firing: Sendable {
        /// Its name.
        public var trigger: String
        /// `state` of `trigger_firings`.
        public var state: String
        /// Why, where the state alone does not say.
        public var reason: String?
        /// The name or id of the job it starts.
        public var child: String?
        /// The execution it has started, where it is known.
        public var childExecutionID: String?
        /// When it was decided.
        public var decidedAt: Instant
        /// The attempts to send it, in words.
        public var attempts: [String]
        /// The executions of the other jobs that were used in it.
        public var usedExecutions: [String]
    }

    /// A trigger with several parents for which the execution counts.
    public struct Arrival: Sendable {
        /// The success.
        public var arrival: TriggerArrival
        /// The newest success of every parent of the trigger.
        public var newest: [TriggerArrival]
    }

    /// What it fired.
    public var firings: [Firing]
    /// What it counts for.
    public var arrivals: [Arrival]
}
