public import BelfryCore
public import Libpq
public import Logging

/// The one consumer of the group commit: takes a batch through the ingest transaction.
///
/// Two round trips: everything is read under the writer's lock, the pure core decides, everything is written and committed. While
/// the server runs one batch's transaction the next batch is decided and sent behind it.
public actor IngestWriter: ExecutionCommitter {
    /// How long a batch is tried, and at most 2 s more for a server that does not answer a cancel request either.
    ///
    /// Its senders may have been told 503 by then; a commit they do not hear of makes what they send again a duplicate.
    private static let patience = Duration.seconds(8)
    /// Between attempts; a batch holds up every later one, so the wait is short.
    private static let pause = Duration.milliseconds(100)
    /// How long identities are claimed first after one was known: a sender that repeats one delivery often repeats more.
    private static let cautious = Duration.seconds(30)
    /// How long no batch is decided ahead after a forecast has failed: a replica that decides now decides again soon.
    private static let contested = Duration.seconds(1)

    /// A transaction that was sent and is not finished.
    private struct Flight {
        /// What is known of its outcome.
        enum Fate {
            case underWay
            /// It was rolled back.
            case failed
            /// The connection was lost before its answer came.
            case inDoubt
        }

        var transaction: IngestTransaction
        let connection: Connection
        var fate = Fate.underWay
    }

    private let configuration: ConnectionConfiguration
    private let rules: ActiveRules
    private let triggers: @Sendable () -> TriggerSet
    private let logger: Logger
    private let onCommit: @Sendable (IngestReport) -> Void
    private let cache = JobCache()
    private var connection: Connection?
    private var claimsFirstUntil: ContinuousClock.Instant?
    private var contestedUntil: ContinuousClock.Instant?
    /// When the first batch was not committed after one that was.
    private var troubledSince: ContinuousClock.Instant?
    /// In the order in which they were sent, each decided by the forecast of the one before it.
    private var flights: [Flight] = []
    /// How many batches wait to be stored when their verdicts are asked for; nothing is sent before them.
    private var unsent = 0
    /// Of the transaction that was sent last.
    private var forecast: HeaderForecast?

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
        try await commit(batch, Deliveries(batch), until: .now + Self.patience)
    }

    /// Decides a batch and sends its transaction, behind that of the batch begun before it if that is not confirmed yet.
    ///
    /// Where that cannot be done, for example because an identity may be known, the batch is stored when its verdicts are asked for.
    public func begin(_ batch: [ReceivedExecution]) async -> PendingCommit {
        let deliveries = Deliveries(batch)
        let deadline = ContinuousClock.now + Self.patience
        guard deliveries.areDistinct, let flight = await sent(batch, until: deadline) else {
            unsent += 1
            return PendingCommit(allowsAnother: false) { () throws(StoreUnavailable) in
                try await self.commitUnsent(batch, deliveries, until: deadline)
            }
        }
        flights.append(flight)
        return PendingCommit(allowsAnother: forecast != nil) { () throws(StoreUnavailable) in
            try await self.finishFirst(batch, deliveries, until: deadline)
        }
    }

    /// Closes the connection.
    public func close() async {
        await connection?.close()
        connection = nil
    }

    private func commitUnsent(
        _ batch: [ReceivedExecution],
        _ deliveries: Deliveries,
        until deadline: ContinuousClock.Instant
    ) async throws(StoreUnavailable) -> [IngestVerdict] {
        unsent -= 1
        return try await commit(batch, deliveries, until: deadline)
    }

    /// The batch's transaction once everything up to COMMIT is sent; nil where it is not.
    private func sent(_ batch: [ReceivedExecution], until deadline: ContinuousClock.Instant) async -> Flight? {
        guard !claimsFirst, unsent == 0, flights.allSatisfy({ $0.fate == .underWay }) else { return nil }
        var transaction = transaction(for: batch)
        do {
            let connection: Connection
            if let last = flights.last {
                guard let forecast else { return nil }
                connection = last.connection
                guard try await transaction.begin(behind: forecast, on: connection) else { return nil }
            } else {
                forecast = nil
                connection = try await connected(until: deadline)
                try await transaction.begin(on: connection, deadline: deadline)
            }
            forecast = isContested ? nil : transaction.forecast
            return Flight(transaction: transaction, connection: connection)
        } catch {
            note(error, size: batch.count)
            return nil
        }
    }

    /// Waits for the transaction sent first; where it has failed, the batch is stored anew, and those behind it in their turn.
    private func finishFirst(
        _ batch: [ReceivedExecution],
        _ deliveries: Deliveries,
        until deadline: ContinuousClock.Instant
    ) async throws(StoreUnavailable) -> [IngestVerdict] {
        var flight = flights.removeFirst()
        if flight.fate == .underWay {
            do {
                let verdicts = try await flight.transaction.finish(
                    on: flight.connection,
                    leaving: flights.count,
                    deadline: deadline
                )
                tellOfRecovery()
                if let drawn = flight.transaction.drawn { forecast?.add(reserved: drawn) }
                flight.transaction.report.map(onCommit)
                return deliveries.complete(verdicts, batch)
            } catch {
                flight.fate = flight.connection.isUsable ? .failed : .inDoubt
                // Those behind it were decided from what it would have left; none of them can have been committed without it.
                for index in flights.indices { flights[index].fate = flight.fate }
                forecast = nil
                note(error, size: batch.count)
                await dropConnection()
            }
        }
        let doubtful = flight.fate == .inDoubt ? flight.transaction : nil
        return try await commit(batch, deliveries, until: deadline, doubtful: doubtful)
    }

    private func commit(
        _ batch: [ReceivedExecution],
        _ deliveries: Deliveries,
        until deadline: ContinuousClock.Instant,
        doubtful: IngestTransaction? = nil
    ) async throws(StoreUnavailable) -> [IngestVerdict] {
        var verdicts = [IngestVerdict?](repeating: nil, count: batch.count)
        try await store(deliveries.firstIndexes, of: batch, into: &verdicts, until: deadline, doubtful: doubtful)
        for index in deliveries.undecided(verdicts, batch) {
            try await store([index], of: batch, into: &verdicts, until: deadline)
        }
        return deliveries.complete(verdicts, batch)
    }

    /// Stores some executions of a batch; where the database refuses a row, halves them until only that one is refused.
    private func store(
        _ indexes: [Int],
        of batch: [ReceivedExecution],
        into verdicts: inout [IngestVerdict?],
        until deadline: ContinuousClock.Instant,
        doubtful: IngestTransaction? = nil
    ) async throws(StoreUnavailable) {
        guard !indexes.isEmpty else { return }
        do throws(IngestFailure) {
            let stored = try await run(indexes.map { batch[$0] }, until: deadline, doubtful: doubtful)
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
        until deadline: ContinuousClock.Instant,
        doubtful: IngestTransaction? = nil
    ) async throws(IngestFailure) -> [IngestVerdict] {
        var doubtful = doubtful
        while true {
            var transaction = transaction(for: executions)
            do {
                let connection = try await connected(until: deadline)
                if let settled = try await doubtful?.verdictsIfCommitted(on: connection, deadline: deadline) {
                    tellOfRecovery()
                    doubtful?.report.map(onCommit)
                    return settled
                }
                doubtful = nil
                let verdicts = try await transaction.run(on: connection, deadline: deadline)
                tellOfRecovery()
                if transaction.hasRepetitions { claimsFirstUntil = .now + Self.cautious }
                transaction.report.map(onCommit)
                return verdicts
            } catch let error as PostgresError where error.refusesRow {
                throw .refused(reason: error.message)
            } catch {
                if (error as? PostgresError)?.commitOutcomeUnknown == true { doubtful = transaction }
                tellOfTrouble(error, size: executions.count)
                await dropConnection()
                guard ContinuousClock.now + Self.pause < deadline, (error as? PostgresError)?.isWorthRetrying ?? false
                else {
                    throw .unavailable(StoreUnavailable(reason: "\(error)"))
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func transaction(for executions: [ReceivedExecution]) -> IngestTransaction {
        IngestTransaction(
            executions: executions,
            rules: rules,
            triggers: triggers(),
            cache: cache,
            claimsFirst: claimsFirst
        )
    }

    /// Whether another replica decides, too, so that forecasts would seldom hold.
    private var isContested: Bool { contestedUntil.map { $0 > .now } ?? false }

    /// Whether identities have been known lately.
    private var claimsFirst: Bool { claimsFirstUntil.map { $0 > .now } ?? false }

    /// What is to be known of a transaction that failed behind or before another; what has an answer of its own is not logged.
    private func note(_ error: any Error, size: Int) {
        if IngestTransaction.isRepetition(error) {
            claimsFirstUntil = .now + Self.cautious
            return
        }
        if HeaderForecast.isRefuted(by: error) {
            contestedUntil = .now + Self.contested
            return
        }
        if (error as? PostgresError)?.refusesRow == true { return }
        tellOfTrouble(error, size: size)
    }

    private func tellOfTrouble(_ error: any Error, size: Int) {
        troubledSince = troubledSince ?? .now
        logger.warning("batch not committed", metadata: ["error": "\(error)", "size": "\(size)"])
    }

    /// A batch was committed; says so where the last one that was tried was not.
    private func tellOfRecovery() {
        guard let since = troubledSince else { return }
        troubledSince = nil
        let seconds = Double((ContinuousClock.now - since) / .milliseconds(1)).rounded() / 1_000
        logger.info("batches are committed again", metadata: ["seconds": "\(seconds)"])
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
