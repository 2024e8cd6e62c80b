internal import BelfryCore
internal import Libpq

/// One run of the ingest transaction over distinct attempts.
///
/// Deliveries are seldom repeated, so the identities are taken as new while the decision about all of them is made. Where one is
/// known after all, that attempt of the transaction fails as a whole and a second one claims them first and decides only what
/// is new. While repetitions are about, `claimsFirst` saves the first attempt.
final class IngestTransaction {
    private let executions: [ReceivedExecution]
    private let rules: ActiveRules
    private let triggers: TriggerSet
    private let cache: JobCache
    private var claimsFirst: Bool
    private var batchID: Int64?
    private var verdicts: [IngestVerdict] = []
    /// What was done besides; set once the decision is made.
    private(set) var report: IngestReport?
    /// Whether an identity was known.
    private(set) var hasRepetitions = false

    init(
        executions: [ReceivedExecution],
        rules: ActiveRules,
        triggers: TriggerSet,
        cache: JobCache,
        claimsFirst: Bool = false
    ) {
        self.executions = executions
        self.rules = rules
        self.triggers = triggers
        self.cache = cache
        self.claimsFirst = claimsFirst
    }

    /// BEGIN to COMMIT; returns only after the server has confirmed the COMMIT.
    func run(on connection: Connection, deadline: ContinuousClock.Instant) async throws -> [IngestVerdict] {
        let start = ContinuousClock.now
        do {
            try await decideAndWrite(on: connection, deadline: deadline)
        } catch let error as PostgresError where isRepetition(error) {
            (claimsFirst, hasRepetitions) = (true, true)
            try await decideAndWrite(on: connection, deadline: deadline)
        }
        report?.duration = ContinuousClock.now - start
        return verdicts
    }

    private func isRepetition(_ error: PostgresError) -> Bool {
        !claimsFirst && error.sqlState == .uniqueViolation && error.queryName == ExecutionColumns.takeName
    }

    /// One attempt; ended by a rollback where it fails.
    private func decideAndWrite(on connection: Connection, deadline: ContinuousClock.Instant) async throws {
        report = nil
        do {
            let decided = try await decide(on: connection, deadline: deadline)
            let written = try await connection.pipeline((decided?.queries ?? []) + [.commit], deadline: deadline)
            guard let decided, let batchID else { return }
            cache.update(decided.decision, from: decided.openAlerts, batchID: batchID)
            // A row that somebody took away by hand: what is remembered of it is no longer what the database holds.
            if let update = decided.update, written[update.query].affectedRows < update.jobs { cache.removeAll() }
        } catch {
            if connection.isUsable, connection.isInTransaction {
                _ = try? await connection.query(.rollback)
            }
            throw error
        }
    }

    /// The verdicts if the COMMIT whose answer was lost did happen; nil if it did not.
    func verdictsIfCommitted(on connection: Connection) async throws -> [IngestVerdict]? {
        guard let batchID else { return nil }
        // Under the lock, so that a transaction still under way has ended.
        let rows = try await connection.pipeline(
            WriterLock.queries + [
                Query("batches.find", "SELECT count(*) FROM belfry.ingest_batches WHERE batch_id = \(batchID)"),
                .rollback,
            ]
        )
        return try rows[WriterLock.queries.count][0].decode(Int64.self) == 1 ? verdicts : nil
    }

    /// What was decided, and the statements that write it.
    private struct Decided {
        var decision: BatchDecision
        var openAlerts: [String: [AlertEpisode]]
        var queries: [Query]
        /// Which of the queries updates how many jobs.
        var update: (query: Int, jobs: Int)?
    }

    /// The first round trip, the identities and the decision; nil where nothing was new.
    private func decide(on connection: Connection, deadline: ContinuousClock.Instant) async throws -> Decided? {
        let jobIDs = distinctJobs()
        let known = cache.known(jobIDs)
        let read = try await connection.pipeline(WriterLock.queries + Self.read(known.missing), deadline: deadline)
        let header = try WriterLock.Header(read[3])
        guard header.compatibleVersion <= Migrator.currentVersion else {
            throw SchemaError.newer(database: header.compatibleVersion, binary: Migrator.currentVersion)
        }
        batchID = header.batchID
        let new = try await newExecutions(header, on: connection, deadline: deadline)
        guard !new.isEmpty else { return nil }
        // The server takes the identities while this process decides.
        let untaken = claimsFirst ? [] : new
        async let taken: Void = Self.take(untaken, on: connection, deadline: deadline)
        let decided: Decided
        do {
            let jobs = try await complete(known, read[4...], jobIDs, header, on: connection, deadline: deadline)
            decided = try await decide(new, header, jobs, on: connection)
        } catch let error as PostgresError where error.sqlState == .inFailedTransaction {
            // What failed before it says more.
            try await taken
            throw error
        }
        try await taken
        return decided
    }

    /// What is known of the jobs, remembered or read.
    private func complete(
        _ remembered: JobCache.Known,
        _ read: ArraySlice<Rows>,
        _ jobIDs: [String],
        _ header: WriterLock.Header,
        on connection: Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> JobCache.Known {
        var (known, read) = (remembered, read)
        if !cache.isCurrent(latestBatchID: header.latestBatchID) {
            cache.removeAll()
            known = JobCache.Known(missing: jobIDs)
            read = try await connection.pipeline(Self.read(jobIDs), deadline: deadline)[...]
        }
        if let states = read.first, let alerts = read.last {
            known.jobs.merge(try JobStateColumns.decode(states)) { $1 }
            known.openAlerts.merge(Dictionary(grouping: try AlertColumns.decode(alerts), by: \.jobID)) { $1 }
        }
        return known
    }

    /// The decision about new executions and the statements that write it.
    private func decide(
        _ new: [ReceivedExecution],
        _ header: WriterLock.Header,
        _ known: JobCache.Known,
        on connection: Connection
    ) async throws -> Decided {
        let active = try await rules.rules(header.ruleSetID, on: connection)
        let needed = LateAttempts.tailsNeeded(for: new, jobs: known.jobs)
        let tails = needed.isEmpty ? [:] : try await Tails.decode(connection.query(Tails.select(needed)))
        let children = triggers.children(among: new)
        let awaited =
            children.isEmpty
            ? [] : try await TriggerColumns.decodeAwaited(connection.query(TriggerColumns.selectAwaited(children)))
        let gathering = triggers.gathering(among: new)
        let arrivals =
            gathering.isEmpty
            ? []
            : try await TriggerArrivalColumns.decode(
                connection.query(TriggerArrivalColumns.selectNewest(gathering))
            )
        let logRows = header.hasLogRows ? try await LogRows.of(new.map(\.execution), on: connection) : LogRows()
        let decision = BatchDecider.decide(
            Batch(
                batchID: header.batchID,
                now: header.now,
                executions: new,
                jobs: known.jobs,
                openAlerts: known.openAlerts,
                tails: tails,
                awaited: awaited,
                arrivals: arrivals
            ),
            rules: active.rules,
            triggers: triggers
        )
        let isKnown = decision.jobs.map { known.jobs.index(forKey: $0.jobID) != nil }
        let newJobs = zip(decision.jobs, isKnown).compactMap { $1 ? nil : $0 }
        report = IngestReport(
            newJobs: newJobs.map { ($0.jobID, $0.name) },
            failures: decision.failures,
            hasTransitions: !decision.transitions.isEmpty,
            firings: decision.firings,
            duration: .zero
        )
        var queries = [
            ExecutionColumns.insert(new, decision.placements, batchID: header.batchID, ruleSetID: active.id)
        ]
        if !newJobs.isEmpty { queries.append(JobStateColumns.upsert(newJobs)) }
        var update: (query: Int, jobs: Int)?
        if newJobs.count < decision.jobs.count {
            let known = newJobs.isEmpty ? decision.jobs : zip(decision.jobs, isKnown).compactMap { $1 ? $0 : nil }
            update = (queries.count, known.count)
            queries.append(JobStateColumns.update(known))
        }
        queries += DecisionQueries.all(decision, header: header, executions: new.count)
        queries += logRows.replace(inBatch: header.batchID)
        return Decided(decision: decision, openAlerts: known.openAlerts, queries: queries, update: update)
    }

    /// The executions to be decided, and the verdicts of all: all of them until one is found to be known.
    private func newExecutions(
        _ header: WriterLock.Header,
        on connection: Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> [ReceivedExecution] {
        verdicts = Array(repeating: .accepted, count: executions.count)
        if let keysFrom = header.keysFrom, executions.contains(where: { $0.execution.executedAt < keysFrom }) {
            claimsFirst = true
        }
        guard claimsFirst else { return executions }
        let claimed = try await connection.pipeline([ExecutionColumns.claim(executions)], deadline: deadline)[0]
        guard claimed.count < executions.count else { return executions }
        return zip(executions, try await claims(claimed, header, on: connection)).compactMap { $1 ? $0 : nil }
    }

    /// Takes identities that are believed to be new; one that is known is an error.
    private static func take(
        _ executions: [ReceivedExecution],
        on connection: Connection,
        deadline: ContinuousClock.Instant
    ) async throws {
        guard !executions.isEmpty else { return }
        _ = try await connection.pipeline([ExecutionColumns.take(executions)], deadline: deadline)
    }

    /// The queries that read jobs, none for none.
    private static func read(_ jobIDs: [String]) -> [Query] {
        guard !jobIDs.isEmpty else { return [] }
        var column = ArrayColumn<String>(capacity: jobIDs.count * 2)
        for jobID in jobIDs { column.append(jobID) }
        return [JobStateColumns.select(column), AlertColumns.selectOpen(column)]
    }

    /// Which executions are new; sets the verdict of every one.
    private func claims(_ claimed: Rows, _ header: WriterLock.Header, on connection: Connection) async throws -> [Bool]
    {
        hasRepetitions = true
        var digests: [Int64: Int] = [:]
        for row in claimed { digests[try row.decode(Int64.self), default: 0] += 1 }
        let isNew = executions.map { received in
            guard let count = digests[received.contentDigest], count > 0 else { return false }
            digests[received.contentDigest] = count - 1
            return true
        }
        let known = zip(executions, isNew).compactMap { $1 ? nil : $0 }
        var stored: [ExecutionIdentity: Int64] = [:]
        for row in try await connection.query(ExecutionColumns.storedDigests(known)) {
            let (jobID, executionID, attempt, digest) = try row.decode(
                String.self,
                String.self,
                Int32.self,
                Int64.self
            )
            stored[ExecutionIdentity(jobID: jobID, executionID: executionID, retryAttempt: attempt)] = digest
        }
        for index in executions.indices where !isNew[index] {
            if let keysFrom = header.keysFrom, executions[index].execution.executedAt < keysFrom {
                verdicts[index] = .stale
                continue
            }
            let isSame = stored[executions[index].execution.identity] == executions[index].contentDigest
            verdicts[index] = isSame ? .duplicate : .conflict
        }
        return isNew
    }

    private func distinctJobs() -> [String] {
        var seen: Set<String> = []
        seen.reserveCapacity(executions.count)
        return executions.map(\.execution.jobID).filter { seen.insert($0).inserted }
    }
}
