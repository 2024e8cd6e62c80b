/// A trigger and the success that fired it, as decided in the transaction that stored the success.
public struct TriggerFiring: Hashable, Sendable {
    /// What was decided.
    public enum Verdict: Hashable, Sendable {
        /// It is to be sent.
        case pending
        /// Its condition had no value, and why: nobody knows whether it should have been sent.
        case error(String)
        /// The success was older than the trigger's `max_age` when it arrived.
        case tooOld
        /// The success was a test.
        case test
        /// The chain that led to it has used up its budget.
        case loop
    }

    /// The trigger's name.
    public var trigger: String
    /// The execution that fired it.
    public var parent: ExecutionIdentity
    /// When that execution ran.
    public var executedAt: Instant
    /// The name or id of the job to start; nil where it calls an address.
    public var child: String?
    /// Its place in a chain: 1 where the job that fired it was started by no trigger.
    public var depth: Int32
    /// What was decided.
    public var verdict: Verdict
    /// Until when it may be sent.
    public var expiresAt: Instant
    /// In what time the job it starts must report.
    public var reportWithin: TimeSpan?

    /// A firing of these values.
    public init(
        trigger: String,
        parent: ExecutionIdentity,
        executedAt: Instant,
        child: String?,
        depth: Int32,
        verdict: Verdict,
        expiresAt: Instant,
        reportWithin: TimeSpan?
    ) {
        self.trigger = trigger
        self.parent = parent
        self.executedAt = executedAt
        self.child = child
        self.depth = depth
        self.verdict = verdict
        self.expiresAt = expiresAt
        self.reportWithin = reportWithin
    }
}
