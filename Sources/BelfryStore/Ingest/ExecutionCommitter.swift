public import BelfryCore

/// Makes a batch of executions durable: the group commit's consumer.
public protocol ExecutionCommitter: Sendable {
    /// Stores and decides a batch in one transaction; returns after its COMMIT, with one verdict per element in order.
    ///
    /// Throws where nothing of the batch is known to be committed and the sender should try again.
    func commit(_ batch: [ReceivedExecution]) async throws(StoreUnavailable) -> [IngestVerdict]
}
