internal import BelfryCore
internal import Libpq

/// The statements of the rollups.
enum RollupQueries {
    /// Numbers of the advisory lock of those who read what is to be folded, and of those who write it.
    private static let (reading, writing): (Int32, Int32) = (1_650_812_020, 1_650_812_021)

    /// Takes the right to read, until the transaction ends; false while another has it.
    static let claim = Query(
        "rollups.claim",
        "SELECT pg_try_advisory_xact_lock(\(reading), 'belfry'::regnamespace::oid::integer)"
    )

    /// Waits for the right to write, until the transaction ends.
    ///
    /// A statement of its own: what is read afterwards is what the last one has written.
    static let lock = Query(
        "rollups.lock",
        "SELECT pg_advisory_xact_lock(\(writing), 'belfry'::regnamespace::oid::integer)"
    )

    /// The latest batch that is in the rollups, of each slice, and the database's clock.
    static let progress = Query(
        "rollups.progress",
        "SELECT p.slice, p.batch_id, clock_timestamp() FROM belfry.rollup_progress AS p"
    )

    /// How many executions wait to be folded.
    static let backlog = Query(
        "rollups.backlog",
        """
        SELECT coalesce(sum(b.executions), 0)::bigint
        FROM belfry.ingest_batches AS b
        WHERE b.batch_id > (SELECT min(p.batch_id) FROM belfry.rollup_progress AS p)
        """
    )

    /// Committed batches after one of them, in the order of their commits: every batch before a committed one is committed too.
    static func batches(after watermark: Int64, upTo latest: Int64, limit: Int64) -> Query {
        Query(
            "rollups.batches",
            """
            SELECT b.batch_id, b.executions
            FROM belfry.ingest_batches AS b
            WHERE b.batch_id > \(watermark) AND b.batch_id <= \(latest)
            ORDER BY b.batch_id
            LIMIT \(limit)
            """
        )
    }

    /// Until the transaction ends, statements are planned once and are not compiled: planning for hundreds of partitions takes
    /// 100 ms and compiling for them seconds.
    static let plainPlans = Query(
        "rollups.plain_plans",
        "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true)"
    )

    /// Until the transaction ends, no lock is waited for.
    static let giveWay = Query("rollups.give_way", "SELECT set_config('lock_timeout', '200ms', true)")

    /// Lets the index on batches know of the pages that were written since; without it each of `attempts` reads all of them.
    static let summarize = Query(
        "rollups.summarize",
        """
        SELECT brin_summarize_new_values(i.inhrelid)
        FROM pg_inherits AS i
        JOIN pg_index AS x ON x.indexrelid = i.inhrelid
        WHERE i.inhparent = 'belfry.executions_batch'::regclass
            AND x.indrelid = ANY(ARRAY[
                to_regclass('belfry.executions_' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD')),
                'belfry.executions_default'
            ])
        """
    )

    /// What the batches in (watermark, latest] stored, each at its position's time, so that one dated 2099 counts where it was
    /// received, and the log rows they took away, which are read from one snapshot: a row is either an execution still or has been
    /// replaced.
    static func attempts(after watermark: Int64, upTo latest: Int64) -> Query {
        Query(
            "rollups.attempts",
            """
            SELECT e.job_id, e.job_name, least(e.executed_at, e.received_at + interval '5 minutes'), e.status,
                e.retry_attempt, e.response_time_ms, e.next_retry_at IS NOT NULL, 1::bigint
            FROM belfry.executions AS e
            WHERE e.batch_id > \(watermark) AND e.batch_id <= \(latest) AND NOT e.test
            UNION ALL
            SELECT l.job_id, l.job_name, l.executed_at, l.status, NULL, l.response_time_ms, false, c.times
            FROM belfry.replaced_log_rows AS l
            CROSS JOIN LATERAL (VALUES (l.batch_id, 1), (l.replaced_in, -1)) AS c (batch_id, times)
            WHERE c.batch_id > \(watermark) AND c.batch_id <= \(latest)
            """
        )
    }

    /// Forgets replaced log rows that all rollups know of.
    static let forgetReplacedLogRows = Query(
        "rollups.forget_replaced_log_rows",
        """
        DELETE FROM belfry.replaced_log_rows AS l
        WHERE l.replaced_in <= (SELECT min(p.batch_id) FROM belfry.rollup_progress AS p)
        """
    )

    /// The latencies that some rows have already.
    static func latencies(_ unit: RollupUnit, of keys: [RollupKey]) -> Query {
        Query(
            unit.statement("latencies"),
            """
            SELECT r.job_id, r.\(unit.column), r.latencies
            FROM unnest(\(keys.map(\.jobID)), \(keys.map(\.start))) AS k (job_id, start)
            JOIN \(unit.table) AS r ON r.job_id = k.job_id AND r.\(unit.column) = k.start
            """
        )
    }

    /// Moves the watermark of slices; a row comes back for each that was where it was thought to be.
    static func advance(_ slices: [Int32], from watermark: Int64, to latest: Int64) -> Query {
        Query(
            "rollups.advance",
            """
            UPDATE belfry.rollup_progress
            SET batch_id = \(latest)
            WHERE slice = ANY(\(slices)) AND batch_id = \(watermark)
            RETURNING 1
            """
        )
    }

    /// Deletes a page of what is older than some days.
    static func prune(_ unit: RollupUnit, olderThan microseconds: Int64, page: Int64) -> Query {
        Query(
            unit.statement("prune"),
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
