internal import BelfryCore
public import Libpq

/// Turns transitions into notifications: one round is one transaction under the dispatch lock, so that equal replicas send one message.
public struct DispatchStore: Sendable {
    /// The channel on which replicas tell each other of new transitions.
    public static let wakeUpChannel = DecisionQueries.wakeUpChannel
    /// Transitions and groups taken in one round.
    static let roundSize: Int64 = 1_000

    private let pool: ConnectionPool
    private let rules: ActiveRules

    /// A store on this pool.
    public init(pool: ConnectionPool, rules: ActiveRules) {
        self.pool = pool
        self.rules = rules
    }

    /// Takes up unprocessed transitions and flushes the groups that are due; returns after COMMIT.
    ///
    /// A replica whose routing reaches nobody leaves both to those that have receivers, while there are any.
    public func round(_ routing: DispatchRouting) async throws -> DispatchReport {
        let rules = rules.current?.rules
        return try await pool.withConnection { connection in
            try await connection.transaction { connection in
                var round = DispatchRound(routing: routing, rules: rules)
                return try await round.run(on: connection)
            }
        }
    }

    /// Puts every alert that fires and is in no group of this routing's receivers into its groups, so that a receiver that is new, or
    /// has taken the place of another, is told once.
    ///
    /// Returns how many alerts were taken up.
    public func adopt(_ routing: DispatchRouting) async throws -> Int {
        let rules = rules.current?.rules
        return try await pool.withConnection { connection in
            try await connection.transaction { connection in
                var round = DispatchRound(routing: routing, rules: rules)
                return try await round.adopt(on: connection)
            }
        }
    }
}
