public import BelfryCore
public import Libpq

/// Pauses, resumes and forgets jobs, under the writer's lock.
public struct JobActivityStore: Sendable {
    /// What a change did.
    public struct Outcome: Hashable, Sendable {
        /// Alerts that ended with it.
        public var endedAlerts: Int
        /// Executions marked as tests that were removed.
        public var removedTests: Int64
        /// Whether the dispatcher has something to do.
        public var hasTransitions: Bool
    }

    private let pool: ConnectionPool
    private let rules: ActiveRules

    /// A store on this pool.
    public init(pool: ConnectionPool, rules: ActiveRules) {
        self.pool = pool
        self.rules = rules
    }

    /// Changes a job; returns after COMMIT what that did, nil where no such job is known.
    ///
    /// To forget a job also removes its executions that are marked as tests.
    public func change(_ jobID: String, _ change: JobActivityDecider.Change) async throws -> Outcome? {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                try await self.change(jobID, change, on: connection)
            }
        }
    }

    private func change(
        _ jobID: String,
        _ change: JobActivityDecider.Change,
        on connection: Connection
    ) async throws -> Outcome? {
        var job = ArrayColumn<String>(capacity: 1)
        job.append(jobID)
        let read = try await connection.pipeline(
            // `transaction` has begun already.
            Array(WriterLock.queries.dropFirst()) + [JobStateColumns.select(job), AlertColumns.selectOpen(job)]
        )
        let header = try WriterLock.Header(read[2])
        guard let state = try JobStateColumns.decode(read[3])[jobID] else { return nil }
        let active = try await rules.rules(header.ruleSetID, on: connection)
        let decision = JobActivityDecider.decide(
            change,
            state,
            openAlerts: try AlertColumns.decode(read[4]),
            rules: active.rules,
            batchID: header.batchID,
            now: header.now
        )
        var queries = DecisionQueries.all(decision, header: header)
        if !decision.jobs.isEmpty { queries.append(JobStateColumns.upsert(decision.jobs)) }
        try await connection.pipeline(queries)
        return Outcome(
            endedAlerts: decision.alerts.count + decision.inactiveAlerts.count,
            removedTests: change == .forget ? try await Self.removeTests(of: jobID, on: connection) : 0,
            hasTransitions: !decision.transitions.isEmpty
        )
    }

    /// Removes a job's test executions and their keys; returns how many there were.
    private static func removeTests(of jobID: String, on connection: Connection) async throws -> Int64 {
        let removed = try await connection.query(
            Query(
                "jobs.remove_tests",
                """
                DELETE FROM belfry.executions AS e WHERE e.job_id = \(jobID) AND e.test
                RETURNING e.execution_id, e.retry_attempt
                """
            )
        )
        guard !removed.isEmpty else { return 0 }
        let keys = try removed.map { try $0.decode(String.self, Int32.self) }
        try await connection.query(
            Query(
                "jobs.remove_test_keys",
                """
                DELETE FROM belfry.execution_keys AS k
                USING unnest(\(keys.map(\.0)), \(keys.map(\.1))) AS gone (execution_id, retry_attempt)
                WHERE k.job_id = \(jobID) AND k.execution_id = gone.execution_id
                    AND k.retry_attempt = gone.retry_attempt
                """
            )
        )
        return Int64(keys.count)
    }
}
