/// A batch that was handed over and is not known to be committed.
public struct PendingCommit: Sendable {
    /// Whether its transaction is under way and another one may be sent behind it, before the verdicts are asked for.
    public let allowsAnother: Bool
    private let outcome: @Sendable () async throws(StoreUnavailable) -> [IngestVerdict]

    /// A batch whose verdicts come from a closure.
    public init(allowsAnother: Bool, outcome: @escaping @Sendable () async throws(StoreUnavailable) -> [IngestVerdict])
    {
        self.allowsAnother = allowsAnother
        self.outcome = outcome
    }

    /// Waits for the COMMIT; to be called once, and in the order in which the batches were begun.
    ///
    /// Throws where nothing of the batch is known to be committed and the sender should try again.
    public func verdicts() async throws(StoreUnavailable) -> [IngestVerdict] { try await outcome() }
}
