internal import Libpq

/// The statements of partition maintenance.
enum PartitionQueries {
    /// Days without a partition that need one: today and those ahead, and those of late executions in the default partition.
    static let missing = Query(
        "partitions.missing",
        """
        WITH today AS (
            SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS day
        ), wanted AS (
            SELECT generate_series(day, day + 7, interval '1 day')::date AS day FROM today
            UNION
            SELECT DISTINCT (e.executed_at AT TIME ZONE 'UTC')::date
            FROM belfry.executions_default AS e, today
            WHERE e.executed_at >= (today.day - 400)::timestamp AT TIME ZONE 'UTC'
                AND e.executed_at < (today.day + 8)::timestamp AT TIME ZONE 'UTC'
        )
        SELECT to_char(w.day, 'YYYYMMDD'), to_char(w.day, 'YYYY-MM-DD'), to_char(w.day + 1, 'YYYY-MM-DD')
        FROM wanted AS w
        WHERE to_regclass('belfry.executions_' || to_char(w.day, 'YYYYMMDD')) IS NULL
        ORDER BY w.day
        """
    )

    /// The partition `name` from one day to the next; all three come from `missing` and hold digits and `-` only.
    static func create(_ name: String, from day: String, to next: String) -> String {
        """
        BEGIN;
        SET LOCAL lock_timeout = '200ms';
        CREATE TABLE belfry.executions_\(name) (LIKE belfry.executions INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
        ALTER TABLE belfry.executions_\(name) ADD CONSTRAINT one_day CHECK (
            executed_at >= '\(day) 00:00:00+00' AND executed_at < '\(next) 00:00:00+00'
        );
        LOCK TABLE belfry.executions_default IN ACCESS EXCLUSIVE MODE;
        WITH moved AS (
            DELETE FROM belfry.executions_default
            WHERE executed_at >= '\(day) 00:00:00+00' AND executed_at < '\(next) 00:00:00+00'
            RETURNING *
        )
        INSERT INTO belfry.executions_\(name) SELECT * FROM moved;
        ALTER TABLE belfry.executions ATTACH PARTITION belfry.executions_\(name)
            FOR VALUES FROM ('\(day) 00:00:00+00') TO ('\(next) 00:00:00+00');
        ALTER TABLE belfry.executions_\(name) DROP CONSTRAINT one_day;
        COMMIT;
        """
    }

    /// Batch numbers are needed only while a lost COMMIT may be asked after, and until the rollups have them.
    static let pruneBatches = Query(
        "batches.prune",
        """
        DELETE FROM belfry.ingest_batches
        WHERE decided_at < clock_timestamp() - interval '1 day'
            AND batch_id < (SELECT min(p.batch_id) FROM belfry.rollup_progress AS p)
        """
    )
}
