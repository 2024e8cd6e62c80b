public import BelfryCore

/// Which rows of the delivery log somebody wants to see.
public struct DeliveryLogFilter: Sendable {
    /// Only of this receiver.
    public var receiver: String?
    /// Only about this job: its name or `cron_job_id`.
    public var job: String?
    /// Only attempts that did not deliver.
    public var isFailed: Bool
    /// Only attempts since then.
    public var since: Instant?
    /// The newest so many.
    public var limit: Int

    /// A filter of these values.
    public init(receiver: String?, job: String?, isFailed: Bool, since: Instant?, limit: Int) {
        self.receiver = receiver
        self.job = job
        self.isFailed = isFailed
        self.since = since
        self.limit = limit
    }
}
