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

    /// The latest batch that is in the rollups, of each slice.
    static let progress = Query("rollups.progress", "SELECT p.slice, p.batch_id FROM belfry.rollup_progress AS p")

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

    /// Whether there are imported log rows that a webhook may replace.
    static let hasLogRows = Query("rollups.has_log_rows", "SELECT EXISTS (SELECT FROM belfry.imported_log_rows)")

    /// The executions of the batches in (watermark, latest], each at its position's time, so that one dated 2099 counts where it was
    /// received; where log rows are looked for, with those they replace.
    static func attempts(after watermark: Int64, upTo latest: Int64, findingLogRows: Bool) -> Query {
        let replaced: SQL =
            !findingLogRows
            ? "NULL"
            : """
            CASE WHEN e.source <> 'a1cron_logs' THEN (
                SELECT l.execution_id FROM belfry.imported_log_rows AS l
                WHERE l.job_id = e.job_id AND l.execution_id = e.execution_id
            ) END
            """
        return Query(
            findingLogRows ? "rollups.attempts_with_log_rows" : "rollups.attempts",
            """
            SELECT e.job_id, e.job_name, least(e.executed_at, e.received_at + interval '5 minutes'), e.status,
                e.retry_attempt, e.response_time_ms, e.next_retry_at IS NOT NULL, \(replaced)
            FROM belfry.executions AS e
            WHERE e.batch_id > \(watermark) AND e.batch_id <= \(latest) AND NOT e.test
            """
        )
    }

    /// Forgets imported log rows whose webhooks have come; their times come back.
    static func forgetLogRows(_ executions: [ExecutionIdentity]) -> Query {
        Query(
            "rollups.forget_log_rows",
            """
            DELETE FROM belfry.imported_log_rows AS l
            USING unnest(\(executions.map(\.jobID)), \(executions.map(\.executionID))) AS x (job_id, execution_id)
            WHERE l.job_id = x.job_id AND l.execution_id = x.execution_id
            RETURNING l.job_id, l.execution_id, l.executed_at
            """
        )
    }

    /// Deletes these log rows; those that were counted come back as `attempts` would have them.
    static func deleteLogRows(_ jobIDs: [String], _ executionIDs: [String], _ executedAt: [Instant]) -> Query {
        Query(
            "rollups.delete_log_rows",
            """
            DELETE FROM belfry.executions AS e
            USING unnest(\(jobIDs), \(executionIDs), \(executedAt)) AS x (job_id, execution_id, executed_at)
            WHERE e.job_id = x.job_id AND e.executed_at = x.executed_at AND e.execution_id = x.execution_id
                AND e.source = 'a1cron_logs'
            RETURNING e.job_id, e.job_name, e.executed_at, e.status, e.retry_attempt, e.response_time_ms,
                e.next_retry_at IS NOT NULL, NULL, e.test
            """
        )
    }

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
