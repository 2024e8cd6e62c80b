internal import BelfryCore
internal import Libpq

/// The statements of the overview.
enum OverviewQueries {
    /// One snapshot for all of them.
    static let begin = Query(
        "overview.begin",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        prepared: false
    )

    static let clock = Query("overview.clock", "SELECT clock_timestamp()")

    /// Jobs beside the alerts that have not ended, and what each column of a list of them needs.
    private static let jobs: StaticString = """
        FROM belfry.job_states AS s
        LEFT JOIN (
            SELECT a.job_id,
                count(*) AS open,
                count(*) FILTER (WHERE a.state = 'firing') AS firing,
                min(array_position('{critical,error,warning,info}'::text[], a.severity)) FILTER (WHERE a.state = 'firing')
                    AS worst
            FROM belfry.alert_episodes AS a
            WHERE a.state <> 'resolved'
            GROUP BY a.job_id
        ) AS o ON o.job_id = s.job_id
        """

    private static let isFailing: StaticString =
        "(s.activity = 'active' AND (s.consecutive_failures > 0 OR o.firing > 0))"

    static let counts = Query(
        "overview.counts",
        """
        SELECT count(*) FILTER (WHERE s.activity <> 'forgotten'), count(*) FILTER (WHERE \(literal: isFailing)),
            count(*) FILTER (WHERE s.activity = 'paused'), count(*) FILTER (WHERE s.activity = 'forgotten')
        \(literal: jobs)
        """
    )

    static let alerts = Query(
        "overview.alerts",
        """
        SELECT count(*) FILTER (WHERE a.state = 'firing'), count(*) FILTER (WHERE a.state = 'pending')
        FROM belfry.alert_episodes AS a
        WHERE a.state <> 'resolved'
        """
    )

    /// A page of jobs: those that fail come first, those with the worst alert before others.
    static func page(_ filter: OverviewFilter) -> Query {
        let size = Int64(OverviewStore.jobsOnAPage)
        let skipped = Int64(max(0, filter.page - 1)) * size
        return Query(
            "overview.page",
            """
            SELECT s.job_id, s.name, s.activity, s.last_execution_at, s.last_status, s.last_error, s.last_success_at,
                s.consecutive_failures, s.next_expected_at, coalesce(o.firing, 0), coalesce(o.open, 0), count(*) OVER ()
            \(literal: jobs)
            WHERE CASE \(filter.kind.rawValue)::text
                    WHEN 'failing' THEN \(literal: isFailing)
                    WHEN 'paused' THEN s.activity = 'paused'
                    WHEN 'forgotten' THEN s.activity = 'forgotten'
                    ELSE s.activity <> 'forgotten'
                END
                AND (\(filter.text)::text IS NULL OR strpos(lower(s.name), lower(\(filter.text))) > 0
                    OR s.job_id = \(filter.text))
            ORDER BY NOT coalesce(\(literal: isFailing), false), o.worst NULLS LAST, s.activity, s.name, s.job_id
            LIMIT \(size) OFFSET \(skipped)
            """
        )
    }

    /// What ran in the last 24 hours of each of some jobs; of all together for the id ''.
    static func days(_ jobIDs: [String]) -> Query {
        Query(
            "overview.days",
            """
            SELECT r.job_id, sum(r.executions)::bigint, sum(r.failures)::bigint,
                belfry.latency_percentile(belfry.merge_latencies(r.latencies), 0.95)
            FROM belfry.hourly_rollups AS r
            WHERE r.job_id = ANY(\(jobIDs)) AND r.hour > clock_timestamp() - interval '24 hours'
            GROUP BY r.job_id
            """
        )
    }

    /// The latest attempts of some jobs, of those that ran since an instant.
    ///
    /// Planned anew each time, as `BackgroundQueries.lastRuns` is.
    static func lastAttempts(_ jobIDs: [String], from: Instant) -> Query {
        Query(
            "overview.last_attempts",
            """
            SELECT s.job_id, e.retry_attempt, e.next_retry_at
            FROM belfry.job_states AS s
            CROSS JOIN LATERAL (
                SELECT x.retry_attempt, x.next_retry_at
                FROM belfry.executions AS x
                WHERE x.job_id = s.job_id AND x.executed_at = s.last_execution_at AND x.executed_at >= \(from)
                ORDER BY x.retry_attempt DESC NULLS LAST
                LIMIT 1
            ) AS e
            WHERE s.job_id = ANY(\(jobIDs))
            """,
            prepared: false
        )
    }

    /// The targets that are configured, and those for which something waits.
    static func channels(_ configured: [String]) -> Query {
        Query(
            "overview.channels",
            """
            SELECT c.channel, c.receiver, c.integration, c.target, c.broken_since, c.broken_reason,
                count(o.notification_id), min(o.created_at)
            FROM belfry.channels AS c
            LEFT JOIN belfry.outbox AS o ON o.channel = c.channel AND o.state = 'pending'
            GROUP BY c.channel
            HAVING c.channel = ANY(\(configured)) OR count(o.notification_id) > 0
            ORDER BY c.receiver, c.integration, c.target
            LIMIT 200
            """
        )
    }
}
