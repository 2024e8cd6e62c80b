internal import BelfryCore
internal import Libpq

/// Reads when replicas were receiving.
enum CoverageQueries {
    /// The stretches that end within the last 8 days, which is longer than any deadline is watched for.
    ///
    /// A start that did not end cleanly counts until 60 s before its last heartbeat: what it had accepted last may be lost to
    /// the senders' patience.
    static let recent = Query(
        "coverage.recent",
        """
        SELECT c.started_at,
            CASE WHEN c.ended_cleanly OR c.last_heartbeat_at > clock_timestamp() - interval '30 seconds'
                THEN c.last_heartbeat_at
                ELSE c.last_heartbeat_at - interval '60 seconds'
            END,
            true
        FROM belfry.coverage AS c
        WHERE c.last_heartbeat_at > clock_timestamp() - interval '8 days'
        UNION ALL
        SELECT g.from_at, g.to_at, false
        FROM belfry.coverage_gaps AS g
        WHERE g.to_at > clock_timestamp() - interval '8 days'
        """
    )

    static func decode(_ rows: Rows) throws -> Coverage {
        var watched: [Coverage.Interval] = []
        var refused: [Coverage.Interval] = []
        for row in rows {
            let (from, to, isWatched) = try row.decode(Instant.self, Instant.self, Bool.self)
            let interval = Coverage.Interval(from: from, to: to)
            if isWatched { watched.append(interval) } else { refused.append(interval) }
        }
        return Coverage(watched: watched, refused: refused)
    }
}
