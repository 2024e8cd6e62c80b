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

    /// The alerts that have not ended, pending ones among them, in the order they began, at most 10,000.
    public func open() async throws -> [OpenAlert] {
        try await open(
            Query(
                "alerts.open",
                """
                SELECT \(literal: AlertColumns.columns)\(literal: Self.openColumns)
                WHERE a.state <> 'resolved'
                ORDER BY a.alert_id
                LIMIT 10000
                """
            )
        )
    }

    /// The worst alerts that have not ended: those that fire first, by severity, the newest first.
    public func worst(_ limit: Int64) async throws -> [OpenAlert] {
        try await open(
            Query(
                "alerts.worst",
                """
                SELECT \(literal: AlertColumns.columns)\(literal: Self.openColumns)
                WHERE a.state <> 'resolved'
                ORDER BY a.state <> 'firing', array_position('{critical,error,warning,info}'::text[], a.severity), a.alert_id DESC
                LIMIT \(limit)
                """
            )
        )
    }

    /// What follows the columns of an alert.
    private static let openColumns: StaticString = """
        , k.acknowledged_by, k.acknowledged_at, k.comment,
            (SELECT max(n.at) FROM belfry.notification_alerts AS n
             WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL)
                AS last_notified_at,
            (SELECT count(*) FROM belfry.notification_alerts AS n
             WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL)
                AS notifications
        FROM belfry.alert_episodes AS a
        LEFT JOIN belfry.acknowledgements AS k ON k.job_id = a.job_id AND k.alert_id = a.alert_id
        """

    private func open(_ query: Query) async throws -> [OpenAlert] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(query)
            return try zip(rows, AlertColumns.decode(rows)).map { row, alert in
                var acknowledgement: Acknowledgement?
                if let by = try row.get("acknowledged_by", as: String?.self) {
                    acknowledgement = Acknowledgement(
                        by: by,
                        at: try row.get("acknowledged_at"),
                        comment: try row.get("comment")
                    )
                }
                return OpenAlert(
                    alert: alert,
                    acknowledgement: acknowledgement,
                    lastNotifiedAt: try row.get("last_notified_at"),
                    notifications: try row.get("notifications")
                )
            }
        }
    }
}
