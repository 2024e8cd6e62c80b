internal import BelfryCore
internal import Libpq

/// One run of the ingest transaction over distinct attempts.
final class IngestTransaction {
    private let executions: [ReceivedExecution]
    private let rules: ActiveRules
    private let triggers: TriggerSet
    private let cache: JobCache
    private var batchID: Int64?
    private var verdicts: [IngestVerdict] = []
    /// What was done besides; set once the decision is made.
    private(set) var report: IngestReport?

    init(executions: [ReceivedExecution], rules: ActiveRules, triggers: TriggerSet, cache: JobCache) {
        self.executions = executions
        self.rules = rules
        self.triggers = triggers
        self.cache = cache
    }

    /// BEGIN to COMMIT; returns only after the server has confirmed the COMMIT.
    func run(on connection: Connection, deadline: ContinuousClock.Instant) async throws -> [IngestVerdict] {
        let start = ContinuousClock.now
        do {
            let decided = try await decide(on: connection, deadline: deadline)
            _ = try await connection.pipeline((decided?.queries ?? []) + [.commit], deadline: deadline)
            if let decided, let batchID {
                cache.update(decided.decision, from: decided.openAlerts, batchID: batchID)
            }
            report?.duration = ContinuousClock.now - start
            return verdicts
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
    }

    /// The first round trip and the decision; nil where nothing was new.
    private func decide(on connection: Connection, deadline: ContinuousClock.Instant) async throws -> Decided? {
        let jobIDs = distinctJobs()
        var known = cache.known(jobIDs)
        var read = try await connection.pipeline(
            WriterLock.queries + [ExecutionColumns.claim(executions)] + Self.read(known.missing),
            deadline: deadline
        )
        let header = try WriterLock.Header(read[3])
        guard header.compatibleVersion <= Migrator.currentVersion else {
            throw SchemaError.newer(database: header.compatibleVersion, binary: Migrator.currentVersion)
        }
        batchID = header.batchID
        let isNew = try await claims(read[4], header, on: connection)
        let new = zip(executions, isNew).compactMap { $1 ? $0 : nil }
        guard !new.isEmpty else { return nil }
        if !cache.isCurrent(latestBatchID: header.latestBatchID) {
            cache.removeAll()
            known = JobCache.Known(missing: jobIDs)
            read[5...] = try await connection.pipeline(Self.read(jobIDs), deadline: deadline)[...]
        }
        if !known.missing.isEmpty {
            known.jobs.merge(try JobStateColumns.decode(read[5])) { $1 }
            known.openAlerts.merge(Dictionary(grouping: try AlertColumns.decode(read[6]), by: \.jobID)) { $1 }
        }
        let active = try await rules.rules(header.ruleSetID, on: connection)
        let needed = LateAttempts.tailsNeeded(for: new, jobs: known.jobs)
        let tails = needed.isEmpty ? [:] : try await Tails.decode(connection.query(Tails.select(needed)))
        let children = triggers.children(among: new)
        let awaited =
            children.isEmpty
            ? [] : try await TriggerColumns.decodeAwaited(connection.query(TriggerColumns.selectAwaited(children)))
        let decision = BatchDecider.decide(
            Batch(
                batchID: header.batchID,
                now: header.now,
                executions: new,
                jobs: known.jobs,
                openAlerts: known.openAlerts,
                tails: tails,
                awaited: awaited
            ),
            rules: active.rules,
            triggers: triggers
        )
        report = IngestReport(
            newJobs: decision.jobs.filter { known.jobs[$0.jobID] == nil }.map { ($0.jobID, $0.name) },
            failures: decision.failures,
            hasTransitions: !decision.transitions.isEmpty,
            hasFirings: !decision.firings.isEmpty,
            duration: .zero
        )
        let queries =
            [
                ExecutionColumns.insert(new, decision.placements, batchID: header.batchID, ruleSetID: active.id),
                JobStateColumns.upsert(decision.jobs),
            ] + (try DecisionQueries.all(decision, header: header, executions: new.count))
        return Decided(decision: decision, openAlerts: known.openAlerts, queries: queries)
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
        verdicts = Array(repeating: .accepted, count: executions.count)
        guard claimed.count < executions.count else { return Array(repeating: true, count: executions.count) }
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
