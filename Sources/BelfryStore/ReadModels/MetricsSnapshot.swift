public import BelfryCore

/// What a scrape reads from the database: one consistent snapshot, begun after the scrape arrived.
public struct MetricsSnapshot: Sendable {
    /// Open alerts of one rule in one state.
    public struct AlertCount: Hashable, Sendable {
        /// The rule's name.
        public var rule: String
        /// Its severity.
        public var severity: String
        /// `pending` or `firing`.
        public var state: String
        /// How many; 0 for a loaded rule without one.
        public var count: Int64

        /// A count of these values.
        public init(rule: String, severity: String, state: String, count: Int64) {
            self.rule = rule
            self.severity = severity
            self.state = state
            self.count = count
        }
    }

    /// Undelivered notifications of one receiver.
    public struct PendingNotifications: Hashable, Sendable {
        /// The receiver's name.
        public var receiver: String
        /// How many wait.
        public var count: Int64
        /// When the oldest was decided; nil when none waits.
        public var oldestAt: Instant?

        /// A backlog of these values.
        public init(receiver: String, count: Int64, oldestAt: Instant?) {
            self.receiver = receiver
            self.count = count
            self.oldestAt = oldestAt
        }
    }

    /// What of one trigger is under way or in doubt.
    public struct OpenTriggers: Hashable, Sendable {
        /// The trigger's name.
        public var trigger: String
        /// How many were fired and have no answer yet.
        public var pending: Int64
        /// How many of the last 24 hours are in doubt, no webhook of the job they start having come.
        public var inDoubt: Int64
        /// When the oldest pending one was fired; nil when none is.
        public var oldestAt: Instant?

        /// A count of these values.
        public init(trigger: String, pending: Int64, inDoubt: Int64, oldestAt: Instant?) {
            self.trigger = trigger
            self.pending = pending
            self.inDoubt = inDoubt
            self.oldestAt = oldestAt
        }
    }

    /// The jobs that are not forgotten, by job id.
    public var jobs: [JobSeries]
    /// Open alerts per rule and state.
    public var alerts: [AlertCount]
    /// Backlogs per receiver.
    public var pending: [PendingNotifications]
    /// Open triggers by name; 0 for a configured one without any.
    public var triggers: [OpenTriggers]
    /// Silences by state.
    public var silences: [Silence.State: Int64]

    /// How many of today and the next seven days have no partition of the history; nil where that was not asked.
    public var missingPartitions: Int64?

    /// A snapshot of these values.
    public init(
        jobs: [JobSeries],
        alerts: [AlertCount],
        pending: [PendingNotifications],
        triggers: [OpenTriggers] = [],
        silences: [Silence.State: Int64] = [:],
        missingPartitions: Int64? = nil
    ) {
        self.missingPartitions = missingPartitions
        self.silences = silences
        self.triggers = triggers
        self.jobs = jobs
        self.alerts = alerts
        self.pending = pending
    }
}
