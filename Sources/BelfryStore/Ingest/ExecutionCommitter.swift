public import BelfryCore

/// Makes batches of executions durable: the group commit's consumer.
public protocol ExecutionCommitter: Sendable {
    /// Stores and decides a batch in one transaction; returns after its COMMIT, with one verdict per element in order.
    ///
    /// Throws where nothing of the batch is known to be committed and the sender should try again.
    func commit(_ batch: [ReceivedExecution]) async throws(StoreUnavailable) -> [IngestVerdict]

    /// Hands a batch over, while the one begun before it may not be confirmed yet; one call at a time.
    func begin(_ batch: [ReceivedExecution]) async -> PendingCommit
}

extension ExecutionCommitter {
    /// Begins nothing: the batch is committed when its verdicts are asked for.
    public func begin(_ batch: [ReceivedExecution]) async -> PendingCommit {
        PendingCommit(allowsAnother: false) { () throws(StoreUnavailable) in try await commit(batch) }
    }
}
