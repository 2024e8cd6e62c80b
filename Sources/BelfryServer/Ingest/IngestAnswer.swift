public import BelfryCore
public import BelfryStore

/// What a webhook's sender is to be told about its execution.
public enum IngestAnswer: Sendable {
    /// The batch is committed; this is what became of the execution.
    case committed(IngestVerdict)
    /// The queue is full or closed: nothing was tried.
    case overloaded(reason: String, retryAfter: TimeSpan)
    /// The batch is not known to be committed.
    case unavailable(StoreUnavailable)
}
