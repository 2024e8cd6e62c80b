internal import BelfryCore
public import Libpq

/// Raises the built-in alert about rules whose expression had no value.
public struct RuleFailureStore: Sendable {
    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Takes in an error for each rule that failed; returns after COMMIT whether the dispatcher has something to do.
    public func report(_ failures: [String: String]) async throws -> Bool {
        guard !failures.isEmpty else { return false }
        return try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let read = try await connection.pipeline(
                    Array(WriterLock.queries.dropFirst())
                        + [AlertColumns.selectOpen(alertnames: [RuleFailureDecider.alertname])]
                )
                let header = try WriterLock.Header(read[2])
                let decision = RuleFailureDecider.decide(
                    failures,
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
