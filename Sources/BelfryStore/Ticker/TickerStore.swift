internal import BelfryCore
public import Libpq

/// Decides deadlines that have passed: what is due is looked for outside the writer's lock, and read again and decided inside it.
public struct TickerStore: Sendable {
    /// Deadlines decided in one transaction, so that ingest never waits long for the lock.
    static let batchSize: Int64 = 500

    private let pool: ConnectionPool
    private let rules: ActiveRules

    /// A store on this pool.
    public init(pool: ConnectionPool, rules: ActiveRules) {
        self.pool = pool
        self.rules = rules
    }

    /// Decides up to `batchSize` deadlines, and returns after COMMIT how many there were and what was decided.
    ///
    /// Absences wait until `Coverage.settling` after this process began to receive, given in seconds since then.
    public func decideDue(runningFor running: Duration) async throws -> TickerReport {
        try await pool.withConnection { connection in
            let isSettled = running >= .microseconds(Coverage.settling.microseconds)
            let due = try await connection.query(TickerQueries.due(isSettled: isSettled))
            guard !due.isEmpty else { return TickerReport() }
            return try await connection.transaction { connection in
                try await decide(isSettled: isSettled, on: connection)
            }
        }
    }

    private func decide(isSettled: Bool, on connection: Connection) async throws -> TickerReport {
        // `transaction` has begun already.
        let read = try await connection.pipeline(
            Array(WriterLock.queries.dropFirst()) + [TickerQueries.due(isSettled: isSettled), CoverageQueries.recent]
        )
        let header = try WriterLock.Header(read[2])
        let deadlines = try TickerQueries.decode(read[3])
        let jobIDs = TickerQueries.jobIDs(of: deadlines)
        let states = try await connection.pipeline([
            JobStateColumns.select(jobIDs), AlertColumns.selectOpen(jobIDs),
            TickerQueries.latestAttempts(of: deadlines),
        ])
        let active = try await rules.rules(header.ruleSetID, on: connection)
        let decision = DeadlineDecider.decide(
            DueDeadlines(
                batchID: header.batchID,
                now: header.now,
                deadlines: deadlines,
                jobs: try JobStateColumns.decode(states[0]),
                openAlerts: Dictionary(grouping: try AlertColumns.decode(states[1]), by: \.jobID),
                attempts: try TickerQueries.decodeAttempts(states[2]),
                coverage: try CoverageQueries.decode(read[4])
            ),
            rules: active.rules
        )
        var queries = DecisionQueries.all(decision, header: header)
        if !decision.jobs.isEmpty { queries.append(JobStateColumns.upsert(decision.jobs)) }
        try await connection.pipeline(queries)
        return TickerReport(
            deadlines: deadlines.count,
            hasTransitions: !decision.transitions.isEmpty,
            failures: decision.failures
        )
    }
}
