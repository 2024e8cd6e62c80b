/// A trigger that was sent, as the job it has started is recognised by.
public struct AwaitedFiring: Hashable, Sendable {
    /// Names a firing: its trigger and the execution that fired it.
    public struct Key: Hashable, Sendable {
        /// The job that fired it.
        public var jobID: String
        /// The trigger's name.
        public var trigger: String
        /// The execution that fired it.
        public var executionID: String

        /// A key of these values.
        public init(jobID: String, trigger: String, executionID: String) {
            self.jobID = jobID
            self.trigger = trigger
            self.executionID = executionID
        }
    }

    /// Which firing.
    public var key: Key
    /// The name or id of the job it starts, as configured.
    public var child: String
    /// That job's id, where it is known.
    public var childJobID: String?
    /// The execution it has started, where the answer named it or its webhook has come.
    public var childExecutionID: String?
    /// The run it has started; nil until its webhook has come.
    public var childRunID: String?
    /// Its place in a chain.
    public var depth: Int32
    /// When it was sent.
    public var sentAt: Instant

    /// A firing of these values.
    public init(
        key: Key,
        child: String,
        childJobID: String? = nil,
        childExecutionID: String? = nil,
        childRunID: String? = nil,
        depth: Int32,
        sentAt: Instant
    ) {
        self.key = key
        self.child = child
        self.childJobID = childJobID
        self.childExecutionID = childExecutionID
        self.childRunID = childRunID
        self.depth = depth
        self.sentAt = sentAt
    }

    /// Whether a job is the one it starts.
    func starts(_ execution: Execution) -> Bool {
        childJobID.map { $0 == execution.jobID } ?? (child == execution.jobID || child == execution.jobName)
    }
}
