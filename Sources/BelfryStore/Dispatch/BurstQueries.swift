internal import BelfryCore
internal import Libpq

/// The statements about `burst_limit`: the minutes of receivers, and the alerts that wait for a list.
enum BurstQueries {
    /// An alert that waits for the list of a receiver.
    struct WaitingRow: Sendable {
        var receiver: String
        var alert: AlertEpisode
    }

    static func windows(_ receivers: [String]) -> Query {
        Query(
            "bursts.windows",
            """
            SELECT b.receiver, b.minute_at, b.sent, b.holding
            FROM belfry.receiver_bursts AS b
            WHERE b.receiver = ANY(\(receivers))
            """
        )
    }

    static func decodeWindows(_ rows: Rows) throws -> [String: BurstWindow] {
        var windows: [String: BurstWindow] = [:]
        for row in rows {
            let v = try row.decode(String.self, Instant.self, Int32.self, Bool.self)
            windows[v.0] = BurstWindow(startedAt: v.1, sent: Int(v.2), isHolding: v.3)
        }
        return windows
    }

    static func upsert(_ windows: [(receiver: String, window: BurstWindow)]) -> Query {
        Query(
            "bursts.upsert",
            """
            INSERT INTO belfry.receiver_bursts (receiver, minute_at, sent, holding)
            SELECT * FROM unnest(
                \(windows.map(\.receiver)), \(windows.map(\.window.startedAt)),
                \(windows.map { Int32(clamping: $0.window.sent) }), \(windows.map(\.window.isHolding))
            )
            ON CONFLICT (receiver) DO UPDATE SET
                minute_at = excluded.minute_at, sent = excluded.sent, holding = excluded.holding
            """
        )
    }

    /// The alerts that wait for the lists of some receivers, as they stand now.
    static func waiting(_ receivers: [String]) -> Query {
        Query(
            "bursts.waiting",
            """
            SELECT \(literal: AlertColumns.columns), c.receiver
            FROM belfry.coalesced_alerts AS c
            JOIN belfry.alert_episodes AS a ON a.job_id = c.job_id AND a.alert_id = c.alert_id
            WHERE c.receiver = ANY(\(receivers))
            ORDER BY a.alert_id
            """
        )
    }

    static func decodeWaiting(_ rows: Rows) throws -> [WaitingRow] {
        try zip(rows, AlertColumns.decode(rows)).map { row, alert in
            WaitingRow(receiver: try row.get("receiver"), alert: alert)
        }
    }

    static func insert(_ rows: [WaitingRow]) -> Query {
        Query(
            "bursts.insert",
            """
            INSERT INTO belfry.coalesced_alerts (receiver, job_id, alert_id)
            SELECT * FROM unnest(\(rows.map(\.receiver)), \(rows.map(\.alert.jobID)), \(rows.map(\.alert.alertID)))
            ON CONFLICT DO NOTHING
            """
        )
    }

    static func forget(_ receivers: [String]) -> Query {
        Query("bursts.forget", "DELETE FROM belfry.coalesced_alerts WHERE receiver = ANY(\(receivers))")
    }
}
