public import BelfryCore
public import Libpq
public import Logging

/// The one consumer of the group commit: takes a batch through the ingest transaction.
///
/// Two round trips: everything is read under the writer's lock, the pure core decides, everything is written and committed.
public actor IngestWriter: ExecutionCommitter {
    /// How long a batch is tried, and at most 2 s more for a server that does not answer a cancel request either.
    ///
    /// Its senders may have been told 503 by then; a commit they do not hear of makes what they send again a duplicate.
    private static let patience = Duration.seconds(8)
    /// Between attempts; a batch holds up every later one, so the wait is short.
    private static let pause = Duration.milliseconds(100)
    /// How long identities are claimed first after one was known: a sender that repeats one delivery often repeats more.
    private static let cautious = Duration.seconds(30)

    private let configuration: ConnectionConfiguration
    private let rules: ActiveRules
    private let triggers: @Sendable () -> TriggerSet
    private let logger: Logger
    private let onCommit: @Sendable (IngestReport) -> Void
    private let cache = JobCache()
    private var connection: Connection?
    private var claimsFirstUntil: ContinuousClock.Instant?

    /// A writer that connects at its first batch, and again whenever the connection is lost.
    ///
    /// `triggers` are asked for at each batch. `onCommit` is called after each COMMIT that stored something, before the batch's senders are answered.
    public init(
        configuration: ConnectionConfiguration,
        rules: ActiveRules,
        triggers: @escaping @Sendable () -> TriggerSet = { .none },
        logger: Logger,
        onCommit: @escaping @Sendable (IngestReport) -> Void
    ) {
        self.configuration = configuration
        self.rules = rules
        self.triggers = triggers
        self.logger = logger
        self.onCommit = onCommit
    }

    /// Stores and decides a batch; returns after COMMIT.
    public func commit(_ batch: [ReceivedExecution]) async throws(StoreUnavailable) -> [IngestVerdict] {
        let deliveries = Deliveries(batch)
        var verdicts = [IngestVerdict?](repeating: nil, count: batch.count)
        let deadline = ContinuousClock.now + Self.patience
        try await store(deliveries.firstIndexes, of: batch, into: &verdicts, until: deadline)
        for index in deliveries.undecided(verdicts, batch) {
            try await store([index], of: batch, into: &verdicts, until: deadline)
        }
        return deliveries.complete(verdicts, batch)
    }

    /// Closes the connection.
    public func close() async {
        await connection?.close()
        connection = nil
    }

    /// Stores some executions of a batch; where the database refuses a row, halves them until only that one is refused.
    private func store(
        _ indexes: [Int],
        of batch: [ReceivedExecution],
        into verdicts: inout [IngestVerdict?],
        until deadline: ContinuousClock.Instant
    ) async throws(StoreUnavailable) {
        guard !indexes.isEmpty else { return }
        do throws(IngestFailure) {
            let stored = try await run(indexes.map { batch[$0] }, until: deadline)
            for (index, verdict) in zip(indexes, stored) { verdicts[index] = verdict }
        } catch {
            switch error {
            case .unavailable(let unavailable):
                throw unavailable
            case .refused(let reason) where indexes.count == 1:
                verdicts[indexes[0]] = .refused(reason: reason)
            case .refused:
                let half = indexes.count / 2
                try await store(Array(indexes[..<half]), of: batch, into: &verdicts, until: deadline)
                try await store(Array(indexes[half...]), of: batch, into: &verdicts, until: deadline)
            }
        }
    }

    /// Runs the transaction until it is committed, refused or out of time.
    private func run(
        _ executions: [ReceivedExecution],
        until deadline: ContinuousClock.Instant
    ) async throws(IngestFailure) -> [IngestVerdict] {
        var doubtful: IngestTransaction?
        while true {
            var transaction = IngestTransaction(
                executions: executions,
                rules: rules,
                triggers: triggers(),
                cache: cache,
                claimsFirst: claimsFirstUntil.map { $0 > .now } ?? false
            )
            do {
                let connection = try await connected(until: deadline)
                if let settled = try await doubtful?.verdictsIfCommitted(on: connection, deadline: deadline) {
                    doubtful?.report.map(onCommit)
                    return settled
                }
                doubtful = nil
                let verdicts = try await transaction.run(on: connection, deadline: deadline)
                if transaction.hasRepetitions { claimsFirstUntil = .now + Self.cautious }
                transaction.report.map(onCommit)
                return verdicts
            } catch let error as PostgresError where error.refusesRow {
                throw .refused(reason: error.message)
            } catch {
                if (error as? PostgresError)?.commitOutcomeUnknown == true { doubtful = transaction }
                logger.warning("batch not committed", metadata: ["error": "\(error)", "size": "\(executions.count)"])
                await dropConnection()
                guard ContinuousClock.now + Self.pause < deadline, (error as? PostgresError)?.isWorthRetrying ?? false
                else {
                    throw .unavailable(StoreUnavailable(reason: "\(error)"))
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func connected(until deadline: ContinuousClock.Instant) async throws(PostgresError) -> Connection {
        if let connection, connection.isUsable { return connection }
        let fresh = try await Connection.connect(configuration, deadline: deadline)
        connection = fresh
        return fresh
    }

    private func dropConnection() async {
        guard let connection, !connection.isUsable || connection.isInTransaction else { return }
        await connection.close()
        self.connection = nil
    }
}
