internal import BelfryCore
public import Libpq

/// Raises the built-in alert about rules whose expression had no value.
public struct RuleFailureStore: Sendable {
    private let pool: ConnectionPool
    private let rules: ActiveRules

    /// A store on this pool.
    public init(pool: ConnectionPool, rules: ActiveRules) {
        self.pool = pool
        self.rules = rules
    }

    /// Takes in an error for each rule that failed; returns after COMMIT whether the dispatcher has something to do.
    ///
    /// A rule that is no longer in force is not told of: nothing would end that.
    public func report(_ failures: [String: String]) async throws -> Bool {
        guard !failures.isEmpty else { return false }
        return try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let read = try await connection.pipeline(
                    Array(WriterLock.queries.dropFirst())
                        + [AlertColumns.selectOpen(alertnames: [RuleFailureDecider.alertname])]
                )
                let header = try WriterLock.Header(read[2])
                let active = try await rules.rules(header.ruleSetID, on: connection).rules
                let decision = RuleFailureDecider.decide(
                    failures.filter { active.rule(named: $0.key) != nil },
                    open: try AlertColumns.decode(read[3]),
                    batchID: header.batchID,
                    now: header.now
                )
                try await connection.pipeline(DecisionQueries.all(decision, header: header))
                return !decision.transitions.isEmpty
            }
        }
    }
}
