internal import BelfryCore
internal import Libpq

/// The statements that read what messages say around their alerts: one of each for all messages of a round.
enum BackgroundQueries {
    /// The last runs of a job within a span of time.
    struct JobRuns: Sendable {
        var jobID: String
        var usualMS: Int64?
        /// Finished runs ever.
        var count: Int64
        /// The oldest first; nil for a run without a success.
        var latenciesMS: [Int64?]
    }

    /// Attempts of a job looked at for its last runs: as many as they have with four retries each.
    private static let attempts = Int64(RunStrip.maximumRuns) * 5

    static func decodeRuns(_ rows: Rows) throws -> [JobRuns] {
        try rows.map { row in
            let (jobID, usual, count, latencies) = try row.decode(String.self, Int64?.self, Int64.self, [Int64].self)
            return JobRuns(jobID: jobID, usualMS: usual, count: count, latenciesMS: latencies.map { $0 < 0 ? nil : $0 })
        }
    }

    /// The last finished runs of jobs among the attempts of a span of time: their latencies, the oldest first, -1 for a run without a
    /// success; and how many runs there were ever.
    ///
    /// A run that promised a retry and was overtaken by the next run had no success. Planned anew each time, for the span as it is: a
    /// plan for any span holds every partition, and takes 100 ms to make where there are 400 (PostgreSQL 15).
    static func lastRuns(_ jobIDs: [String], from: Instant, to: Instant) -> Query {
        Query(
            "background.last_runs",
            """
            SELECT s.job_id, s.p50_ms, s.success_runs + s.recovered_runs + s.failed_runs, coalesce(r.latencies, ARRAY[]::bigint[])
            FROM belfry.job_states AS s
            CROSS JOIN LATERAL (
                SELECT array_agg(l.latency_ms ORDER BY l.began_at, l.run_id) AS latencies
                FROM (
                    -- 2. folded into runs; the newest one may be under way
                    SELECT f.run_id, f.began_at, f.latency_ms
                    FROM (
                        SELECT e.run_id, min(e.executed_at) AS began_at,
                            coalesce(max(e.response_time_ms) FILTER (WHERE e.status = 'success'), -1) AS latency_ms,
                            bool_or(e.status = 'success' OR e.next_retry_at IS NULL) AS is_closed,
                            row_number() OVER (ORDER BY min(e.executed_at) DESC, e.run_id) AS age
                        FROM (
                            -- 1. the newest attempts
                            SELECT x.run_id, x.executed_at, x.status, x.next_retry_at, x.response_time_ms
                            FROM belfry.executions AS x
                            WHERE x.job_id = s.job_id AND x.run_id IS NOT NULL
                                AND x.executed_at >= \(from) AND x.executed_at <= \(to)
                            ORDER BY x.executed_at DESC
                            LIMIT \(attempts)
                        ) AS e
                        GROUP BY e.run_id
                    ) AS f
                    WHERE f.is_closed OR f.age > 1
                    ORDER BY f.began_at DESC, f.run_id
                    LIMIT \(Int64(RunStrip.maximumRuns))
                ) AS l
            ) AS r
            WHERE s.job_id = ANY(\(jobIDs))
            """,
            prepared: false
        )
    }

    /// How many jobs have an alert that fires because of an error, counted to one more than a message tells of.
    static func failingJobs(_ errors: [String]) -> Query {
        Query(
            "background.failing_jobs",
            """
            SELECT e.error, f.jobs
            FROM unnest(\(errors)) AS e (error)
            CROSS JOIN LATERAL (
                SELECT count(*) AS jobs
                FROM (
                    SELECT DISTINCT a.job_id
                    FROM belfry.alert_episodes AS a
                    WHERE a.state = 'firing' AND a.error_fingerprint = e.error
                    LIMIT \(AlertBackground.maximumOthers + 1)
                ) AS counted
            ) AS f
            """
        )
    }

    /// Who has acknowledged the alerts.
    static func acknowledgements(_ alerts: [AlertEpisode]) -> Query {
        Query(
            "background.acknowledgements",
            """
            SELECT k.alert_id, k.acknowledged_by
            FROM belfry.acknowledgements AS k
            JOIN unnest(\(alerts.map(\.jobID)), \(alerts.map(\.alertID))) AS wanted (job_id, alert_id)
                ON k.job_id = wanted.job_id AND k.alert_id = wanted.alert_id
            """
        )
    }
}
