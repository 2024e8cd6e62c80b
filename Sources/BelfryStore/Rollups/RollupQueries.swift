internal import Libpq

/// The statements of the rollups.
enum RollupQueries {
    /// Takes the right to fold: the latest batch that is in the rollups, the latest committed, and the one to fold up to; no row
    /// while another holds it.
    ///
    /// The order of batches is the order of commits, so every batch before a committed one is committed too.
    static let claim = Query(
        "rollups.claim",
        """
        SELECT
            p.batch_id,
            (SELECT coalesce(max(b.batch_id), 0) FROM belfry.ingest_batches AS b),
            (
                SELECT coalesce(max(w.batch_id), p.batch_id)
                FROM (
                    SELECT b.batch_id, sum(b.executions) OVER (ORDER BY b.batch_id) - b.executions AS before
                    FROM (
                        SELECT b.batch_id, b.executions
                        FROM belfry.ingest_batches AS b
                        WHERE b.batch_id > p.batch_id
                        ORDER BY b.batch_id
                        LIMIT \(RollupStore.executionsAtOnce / 10)
                    ) AS b
                ) AS w
                WHERE w.before < \(RollupStore.executionsAtOnce)
            )
        FROM belfry.rollup_progress AS p
        FOR UPDATE SKIP LOCKED
        """
    )

    /// How many executions wait to be folded.
    static let backlog = Query(
        "rollups.backlog",
        """
        SELECT coalesce(sum(b.executions), 0)::bigint
        FROM belfry.ingest_batches AS b
        WHERE b.batch_id > (SELECT p.batch_id FROM belfry.rollup_progress AS p)
        """
    )

    /// Notes how far the rollups are.
    static func advance(to latest: Int64) -> Query {
        Query("rollups.advance", "UPDATE belfry.rollup_progress SET batch_id = \(latest)")
    }

    /// Adds the executions of the batches in (watermark, latest] to the hours or days they ran in.
    ///
    /// Sums add up and latencies are counted in buckets that add up, so the order in which executions come does not matter.
    static func fold(_ unit: RollupUnit, after watermark: Int64, upTo latest: Int64) -> Query {
        Query(
            unit.statement,
            """
            -- 1. What was committed since.
            WITH attempts AS MATERIALIZED (
                SELECT
                    e.job_id,
                    date_trunc(\(unit.rawValue), e.executed_at, 'UTC') AS start,
                    e.job_name,
                    e.status,
                    e.retry_attempt,
                    e.response_time_ms AS ms,
                    e.retry_attempt IS NOT NULL AND (e.status = 'success' OR e.next_retry_at IS NULL) AS closes
                FROM belfry.executions AS e
                WHERE e.batch_id > \(watermark) AND e.batch_id <= \(latest) AND NOT e.test
            -- 2. Its sums for each job and time.
            ), fresh AS (
                SELECT
                    a.job_id,
                    a.start,
                    -- A log row has no name and is called by its id.
                    coalesce(max(nullif(a.job_name, a.job_id)), a.job_id) AS job_name,
                    count(*) AS executions,
                    count(*) FILTER (WHERE a.status <> 'success') AS failures,
                    count(*) FILTER (WHERE a.status = 'timeout') AS timeouts,
                    count(*) FILTER (WHERE a.closes) AS runs,
                    count(*) FILTER (WHERE a.closes AND a.status = 'success' AND a.retry_attempt > 0) AS recovered_runs,
                    count(*) FILTER (WHERE a.closes AND a.status <> 'success') AS failed_runs,
                    count(a.ms) AS timed,
                    coalesce(sum(a.ms), 0)::bigint AS total_ms,
                    max(a.ms) AS max_ms
                FROM attempts AS a
                GROUP BY a.job_id, a.start
            -- 3. Its latencies together with those known.
            ), counted AS (
                SELECT l.job_id, l.start, l.bucket, sum(l.attempts)::bigint AS attempts
                FROM (
                    SELECT a.job_id, a.start, belfry.latency_bucket(a.ms) AS bucket, count(*) AS attempts
                    FROM attempts AS a
                    WHERE a.ms IS NOT NULL
                    GROUP BY 1, 2, 3
                    UNION ALL
                    SELECT r.job_id, r.\(unit.column), (entry >> 40)::integer, entry & 1099511627775
                    FROM fresh AS f
                    JOIN \(unit.table) AS r ON r.job_id = f.job_id AND r.\(unit.column) = f.start
                    CROSS JOIN unnest(r.latencies) AS entry
                ) AS l
                GROUP BY l.job_id, l.start, l.bucket
            -- 4. Percentiles of both.
            ), ranked AS (
                SELECT
                    c.*,
                    sum(c.attempts) OVER (PARTITION BY c.job_id, c.start ORDER BY c.bucket) AS seen,
                    sum(c.attempts) OVER (PARTITION BY c.job_id, c.start) AS total
                FROM counted AS c
            ), histograms AS (
                SELECT
                    r.job_id,
                    r.start,
                    array_agg((r.bucket::bigint << 40) | r.attempts ORDER BY r.bucket) AS latencies,
                    belfry.latency_middle(min(r.bucket) FILTER (WHERE r.seen >= ceil(r.total * 0.5))) AS p50_ms,
                    belfry.latency_middle(min(r.bucket) FILTER (WHERE r.seen >= ceil(r.total * 0.95))) AS p95_ms,
                    belfry.latency_middle(min(r.bucket) FILTER (WHERE r.seen >= ceil(r.total * 0.99))) AS p99_ms
                FROM ranked AS r
                GROUP BY r.job_id, r.start
            )
            -- 5. A late execution finds its old row.
            INSERT INTO \(unit.table) AS r (
                job_id, \(unit.column), job_name, executions, failures, timeouts, runs, recovered_runs, failed_runs, timed, total_ms, max_ms,
                p50_ms, p95_ms, p99_ms, latencies
            )
            SELECT f.*, h.p50_ms, h.p95_ms, h.p99_ms, coalesce(h.latencies, '{}')
            FROM fresh AS f
            LEFT JOIN histograms AS h ON h.job_id = f.job_id AND h.start = f.start
            ORDER BY f.job_id, f.start
            ON CONFLICT (job_id, \(unit.column)) DO UPDATE SET
                job_name = coalesce(nullif(excluded.job_name, r.job_id), r.job_name),
                executions = r.executions + excluded.executions,
                failures = r.failures + excluded.failures,
                timeouts = r.timeouts + excluded.timeouts,
                runs = r.runs + excluded.runs,
                recovered_runs = r.recovered_runs + excluded.recovered_runs,
                failed_runs = r.failed_runs + excluded.failed_runs,
                timed = r.timed + excluded.timed,
                total_ms = r.total_ms + excluded.total_ms,
                max_ms = greatest(r.max_ms, excluded.max_ms),
                p50_ms = excluded.p50_ms,
                p95_ms = excluded.p95_ms,
                p99_ms = excluded.p99_ms,
                latencies = excluded.latencies
            """
        )
    }

    /// Deletes a page of what is older than some days.
    static func prune(_ unit: RollupUnit, olderThan microseconds: Int64, page: Int64) -> Query {
        Query(
            unit.pruneStatement,
            """
            DELETE FROM \(unit.table)
            WHERE (job_id, \(unit.column)) IN (
                SELECT job_id, \(unit.column)
                FROM \(unit.table)
                WHERE \(unit.column) < clock_timestamp() - \(microseconds) * interval '1 microsecond'
                LIMIT \(page)
            )
            RETURNING 1
            """
        )
    }

    /// Deletes a page of the runs that had not come, with the rollups they are shown in.
    static func pruneAbsences(olderThan microseconds: Int64, page: Int64) -> Query {
        Query(
            "absences.prune",
            """
            DELETE FROM belfry.absences
            WHERE (job_id, expected_at) IN (
                SELECT job_id, expected_at
                FROM belfry.absences
                WHERE expected_at < clock_timestamp() - \(microseconds) * interval '1 microsecond'
                LIMIT \(page)
            )
            RETURNING 1
            """
        )
    }
}
