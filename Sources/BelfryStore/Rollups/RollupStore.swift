public import Libpq

/// Keeps the hourly and daily rollups: folds in what was committed since, rows and watermark in one transaction.
///
/// Each execution is in them exactly once, whenever it comes and however many replicas fold: the watermark's row is locked by
/// who folds, and who finds it locked leaves the work to the other. Executions marked as tests are left out.
public struct RollupStore: Sendable {
    /// Executions taken in by one transaction, about: enough that a busy job's hour is rewritten once for many of them, few enough
    /// that it takes a second or two.
    static let executionsAtOnce: Int64 = 200_000

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Takes in the next batches and tells whether more are waiting.
    ///
    /// Returns after COMMIT.
    public func fold() async throws -> Bool {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let claimed = try await connection.query(RollupQueries.claim)
                guard let row = claimed.first else { return false }
                let (watermark, committed, latest) = try row.decode(Int64.self, Int64.self, Int64.self)
                guard latest > watermark else { return false }
                for unit in RollupUnit.allCases {
                    try await connection.query(RollupQueries.fold(unit, after: watermark, upTo: latest))
                }
                try await connection.query(RollupQueries.advance(to: latest))
                return latest < committed
            }
        }
    }

    /// Executions that are committed and not taken in yet.
    public func backlog() async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.query(RollupQueries.backlog)[0].decode(Int64.self)
        }
    }

    /// Takes in everything committed before the call.
    public func foldAll() async throws {
        while try await fold() {}
    }
}
