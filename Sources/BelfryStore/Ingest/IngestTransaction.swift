internal import BelfryCore
internal import Libpq

/// One run of the ingest transaction over distinct attempts: `begin` decides and sends everything up to COMMIT, `finish` waits for
/// the answers.
///
/// Deliveries are seldom repeated, so the identities are taken as new while the decision about all of them is made. Where one is
/// known after all, the transaction fails as a whole; run again, it claims them first and decides only what is new. While
/// repetitions are about, `claimsFirst` saves the first attempt.
///
/// It runs on the connection's thread, and sends ahead of what it waits for: the server takes the identities while the decision
/// is made, and inserts the executions while the other statements are encoded. Between `begin` and `finish` another transaction
/// may be sent behind it, decided by the forecast this one leaves.
struct IngestTransaction {
    private static let rollbackPatience = Duration.seconds(2)
    /// A batch of this size or more leaves a forecast: there is something to be gained by it.
    private static let busy = 8

    private let executions: [ReceivedExecution]
    private let rules: ActiveRules
    private let triggers: TriggerSet
    private let cache: JobCache
    private var claimsFirst: Bool
    private let start = ContinuousClock.now
    private var batchID: Int64?
    private var verdicts: [IngestVerdict] = []
    /// Whether there is nothing left to wait for.
    private var isSettled = false
    /// Which of the answers to what was sent last is that to the update of how many jobs.
    private var update: (query: Int, jobs: Int)?
    /// Which of them holds a number for a transaction to come.
    private var reserved: Int?
    /// By what a batch behind this one can be decided before this one is finished.
    private(set) var forecast: HeaderForecast?
    /// The number drawn for a transaction to come; set by `finish`.
    private(set) var drawn: Int64?
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
    mutating func run(
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> [IngestVerdict] {
        do {
            try await begin(on: connection, deadline: deadline)
            return try await finish(on: connection, deadline: deadline)
        } catch  where !claimsFirst && Self.isRepetition(error) {
            claimsFirst = true
            try await begin(on: connection, deadline: deadline)
            return try await finish(on: connection, deadline: deadline)
        }
    }

    /// Whether an identity was taken that is known.
    static func isRepetition(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return false }
        return error.sqlState == .uniqueViolation && error.queryName == ExecutionColumns.takeName
    }

    /// Decides, and sends everything up to COMMIT; rolls back where that fails.
    mutating func begin(on connection: isolated Connection, deadline: ContinuousClock.Instant) async throws {
        (report, isSettled, update, reserved, forecast) = (nil, false, nil, nil, nil)
        do {
            guard let decided = try await decide(on: connection, deadline: deadline) else {
                _ = try await connection.query(.commit, deadline: deadline)
                isSettled = true
                return
            }
            let insert = insert(decided)
            try connection.send([insert])
            let rest = rest(decided)
            try connection.send(rest.queries + [.commit])
            update = rest.update
            remember(decided)
        } catch {
            await rollBack(connection)
            throw error
        }
    }

    /// Decides by the forecast that the transaction ahead has left, and sends everything up to COMMIT behind it.
    ///
    /// Returns false, with nothing sent, where the decision needs something that is not in memory. Throws only where the connection
    /// is lost.
    mutating func begin(behind ahead: HeaderForecast, on connection: isolated Connection) throws(PostgresError) -> Bool
    {
        guard !claimsFirst, let (header, forecast) = ahead.next(), let rules = rules.current,
            rules.id == header.ruleSetID, !header.hasLogRows, !precedesKeys(header),
            header.compatibleVersion <= Migrator.currentVersion,
            triggers.children(among: executions).isEmpty, triggers.gathering(among: executions).isEmpty
        else { return false }
        let known = cache.known(distinctJobs())
        guard known.missing.isEmpty, cache.isCurrent(latestBatchID: header.latestBatchID),
            LateAttempts.tailsNeeded(for: executions, jobs: known.jobs).isEmpty
        else { return false }
        batchID = header.batchID
        verdicts = Array(repeating: .accepted, count: executions.count)
        let decided = decide(executions, header, rules, known)
        let first = WriterLock.queries(expecting: header) + [ExecutionColumns.take(executions), insert(decided)]
        let rest = rest(decided)
        try connection.send(first + rest.queries + [.commit])
        update = rest.update.map { ($0.query + first.count, $0.jobs) }
        self.forecast = forecast
        reserved = WriterLock.header
        remember(decided)
        return true
    }

    /// Waits for the server to confirm the COMMIT; `later` transactions were begun behind this one.
    mutating func finish(
        on connection: isolated Connection,
        leaving later: Int = 0,
        deadline: ContinuousClock.Instant
    ) async throws -> [IngestVerdict] {
        defer {
            let duration = ContinuousClock.now - start
            report?.duration = duration
        }
        guard !isSettled else { return verdicts }
        do {
            let written = try await connection.answers(leaving: later, deadline: deadline)
            // A row that somebody took away by hand: what is remembered of it is no longer what the database holds.
            if let update, written[update.query].affectedRows < update.jobs { cache.removeAll() }
            if let reserved { drawn = try written[reserved][0].decode(Int64.self) }
            return verdicts
        } catch {
            hasRepetitions = hasRepetitions || Self.isRepetition(error)
            cache.removeAll()
            await rollBack(connection)
            throw error
        }
    }

    /// What the commit will leave is remembered while it is under way.
    private func remember(_ decided: Decided) {
        cache.update(decided.decision, from: decided.openAlerts, batchID: decided.header.batchID)
    }

    /// Ends what has failed; what had been sent before and behind it may have to fail first.
    private func rollBack(_ connection: isolated Connection) async {
        for _ in 0..<2 where connection.isUsable && connection.isInTransaction {
            _ = try? await connection.query(.rollback, deadline: .now + Self.rollbackPatience)
        }
    }

    /// The verdicts if the COMMIT whose answer was lost did happen; nil if it did not.
    func verdictsIfCommitted(
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> [IngestVerdict]? {
        guard let batchID else { return nil }
        // Under the lock, so that a transaction still under way has ended.
        let rows = try await connection.pipeline(
            WriterLock.queries + [
                Query("batches.find", "SELECT count(*) FROM belfry.ingest_batches WHERE batch_id = \(batchID)"),
                .rollback,
            ],
            deadline: deadline
        )
        return try rows[WriterLock.queries.count][0].decode(Int64.self) == 1 ? verdicts : nil
    }

    /// What was decided, and from what.
    private struct Decided {
        var executions: [ReceivedExecution]
        var decision: BatchDecision
        var header: WriterLock.Header
        var ruleSetID: Int64
        var openAlerts: [String: [AlertEpisode]]
        var logRows: LogRows
        var newJobs: Set<String>
    }

    /// The first round trip, the identities and the decision; nil where nothing was new.
    private mutating func decide(
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> Decided? {
        let jobIDs = distinctJobs()
        let known = cache.known(jobIDs)
        let leavesForecast = !claimsFirst && executions.count >= Self.busy
        let first = WriterLock.queries + (leavesForecast ? [WriterLock.reserve] : [])
        try connection.send(first + Self.read(known.missing))
        let take = claimsFirst ? nil : ExecutionColumns.take(executions)
        let read = try await connection.answers(deadline: deadline)
        let header = try WriterLock.Header(read[WriterLock.header])
        if leavesForecast {
            let (next, nextButOne) = try read[4][0].decode(Int64.self, Int64.self)
            forecast = HeaderForecast(header, reserved: [next, nextButOne])
        }
        guard header.compatibleVersion <= Migrator.currentVersion else {
            throw SchemaError.newer(database: header.compatibleVersion, binary: Migrator.currentVersion)
        }
        batchID = header.batchID
        let new = try await newExecutions(header, on: connection, deadline: deadline)
        guard !new.isEmpty else { return nil }
        // The server takes the identities while this process decides.
        if !claimsFirst, let take { try connection.send([take]) }
        let jobs = try await complete(known, read[first.count...], jobIDs, header, on: connection, deadline: deadline)
        return try await decide(new, header, jobs, on: connection, deadline: deadline)
    }

    /// What is known of the jobs, remembered or read.
    private func complete(
        _ remembered: JobCache.Known,
        _ read: ArraySlice<Rows>,
        _ jobIDs: [String],
        _ header: WriterLock.Header,
        on connection: isolated Connection,
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

    /// The decision about new executions.
    private mutating func decide(
        _ new: [ReceivedExecution],
        _ header: WriterLock.Header,
        _ known: JobCache.Known,
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> Decided {
        let active = try await rules.rules(header.ruleSetID, on: connection, deadline: deadline)
        let needed = LateAttempts.tailsNeeded(for: new, jobs: known.jobs)
        let tails =
            needed.isEmpty ? [:] : try await Tails.decode(connection.query(Tails.select(needed), deadline: deadline))
        let children = triggers.children(among: new)
        let awaited =
            children.isEmpty
            ? []
            : try await TriggerColumns.decodeAwaited(
                connection.query(TriggerColumns.selectAwaited(children), deadline: deadline)
            )
        let gathering = triggers.gathering(among: new)
        let arrivals =
            gathering.isEmpty
            ? []
            : try await TriggerArrivalColumns.decode(
                connection.query(TriggerArrivalColumns.selectNewest(gathering), deadline: deadline)
            )
        let logRows =
            header.hasLogRows
            ? try await LogRows.of(new.map(\.execution), on: connection, deadline: deadline) : LogRows()
        return decide(new, header, active, known, tails: tails, awaited: awaited, arrivals: arrivals, logRows: logRows)
    }

    /// The decision, once everything it needs is at hand.
    private mutating func decide(
        _ new: [ReceivedExecution],
        _ header: WriterLock.Header,
        _ active: ActiveRules.Entry,
        _ known: JobCache.Known,
        tails: [String: [Attempt]] = [:],
        awaited: [AwaitedFiring] = [],
        arrivals: [TriggerArrival] = [],
        logRows: LogRows = LogRows()
    ) -> Decided {
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
        let newJobs = decision.jobs.indices.filter { known.jobs.index(forKey: decision.jobs[$0].jobID) == nil }
            .map { decision.jobs[$0] }
        report = IngestReport(
            newJobs: newJobs.map { ($0.jobID, $0.name) },
            failures: decision.failures,
            hasTransitions: !decision.transitions.isEmpty,
            firings: decision.firings,
            duration: .zero
        )
        return Decided(
            executions: new,
            decision: decision,
            header: header,
            ruleSetID: active.id,
            openAlerts: known.openAlerts,
            logRows: logRows,
            newJobs: Set(newJobs.map(\.jobID))
        )
    }

    private func insert(_ decided: Decided) -> Query {
        ExecutionColumns.insert(
            decided.executions,
            decided.decision.placements,
            batchID: decided.header.batchID,
            ruleSetID: decided.ruleSetID
        )
    }

    /// What is written besides executions; `update` says which of the queries updates how many jobs.
    private func rest(_ decided: Decided) -> (queries: [Query], update: (query: Int, jobs: Int)?) {
        let decision = decided.decision
        var queries: [Query] = []
        var known = decision.jobs
        if !decided.newJobs.isEmpty {
            queries.append(JobStateColumns.upsert(known.filter { decided.newJobs.contains($0.jobID) }))
            known.removeAll { decided.newJobs.contains($0.jobID) }
        }
        let update = known.isEmpty ? nil : (query: queries.count, jobs: known.count)
        if !known.isEmpty { queries.append(JobStateColumns.update(known)) }
        queries += DecisionQueries.all(decision, header: decided.header, executions: decided.executions.count)
        queries += decided.logRows.replace(inBatch: decided.header.batchID)
        return (queries, update)
    }

    /// The executions to be decided, and the verdicts of all: all of them until one is found to be known.
    private mutating func newExecutions(
        _ header: WriterLock.Header,
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> [ReceivedExecution] {
        verdicts = Array(repeating: .accepted, count: executions.count)
        if precedesKeys(header) { claimsFirst = true }
        guard claimsFirst else { return executions }
        verdicts = try await IdentityClaims.claim(
            executions,
            keysFrom: header.keysFrom,
            on: connection,
            deadline: deadline
        )
        hasRepetitions = verdicts.contains { $0 != .accepted }
        return zip(executions, verdicts).compactMap { $1 == .accepted ? $0 : nil }
    }

    /// Whether some of the executions are so old that a repetition could not be told.
    private func precedesKeys(_ header: WriterLock.Header) -> Bool {
        guard let keysFrom = header.keysFrom else { return false }
        return executions.contains { $0.execution.executedAt < keysFrom }
    }

    /// The queries that read jobs, none for none.
    private static func read(_ jobIDs: [String]) -> [Query] {
        guard !jobIDs.isEmpty else { return [] }
        var column = ArrayColumn<String>(capacity: jobIDs.count * 2)
        for jobID in jobIDs { column.append(jobID) }
        return [JobStateColumns.select(column), AlertColumns.selectOpen(column)]
    }

    private func distinctJobs() -> [String] {
        var seen: Set<String> = []
        seen.reserveCapacity(executions.count)
        return executions.map(\.execution.jobID).filter { seen.insert($0).inserted }
    }
}
