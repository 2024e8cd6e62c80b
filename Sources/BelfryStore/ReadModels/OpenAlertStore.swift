public import BelfryCore
public import Libpq

/// Reads the alerts that stand.
public struct OpenAlertStore: Sendable {
    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// The alerts that fire, in the order they began, at most 10,000.
    public func firing() async throws -> [AlertEpisode] {
        try await pool.withConnection { connection in
            try AlertColumns.decode(
                try await connection.query(
                    Query(
                        "alerts.firing",
                        """
                        SELECT \(literal: AlertColumns.columns)
                        FROM belfry.alert_episodes AS a
                        WHERE a.state = 'firing'
                        ORDER BY a.alert_id
                        LIMIT 10000
                        """
                    )
                )
            )
        }
    }
}
