internal import BelfryCore
internal import Libpq

/// The statements of retention.
enum RetentionQueries {
    /// From when on keys are kept, if that is later than now in force; no row where it is not.
    ///
    /// It is the start of a day, so that it moves once a day.
    static func dueKeysFrom(_ shortest: TimeSpan) -> Query {
        Query(
            "retention.due_keys",
            """
            SELECT due.keys_from
            FROM belfry.control AS c
            CROSS JOIN (
                SELECT date_trunc(
                    'day', clock_timestamp() - \(shortest.microseconds) * interval '1 microsecond', 'UTC'
                ) AS keys_from
            ) AS due
            WHERE c.keys_from IS NULL OR c.keys_from < due.keys_from
            """
        )
    }

    /// Moves on from when on keys are kept, and looks whether there are log rows still; both are written under the writer's lock.
    static func moveKeys(to keysFrom: Instant) -> Query {
        Query(
            "retention.move_keys",
            """
            UPDATE belfry.control
            SET keys_from = greatest(keys_from, \(keysFrom)),
                has_log_rows = EXISTS (SELECT FROM belfry.imported_log_rows)
            """
        )
    }

    /// From when on keys are kept, and the database's clock.
    static let keysFrom = Query("retention.keys_from", "SELECT c.keys_from, clock_timestamp() FROM belfry.control AS c")

    /// The daily partitions, oldest first.
    static let partitions = Query(
        "retention.partitions",
        """
        SELECT
            right(t.relname, 8),
            to_char(d.day, 'YYYY-MM-DD'),
            to_char(d.day + 1, 'YYYY-MM-DD'),
            (d.day + 1)::timestamp AT TIME ZONE 'UTC',
            coalesce(obj_description(t.oid, 'pg_class') = \(DayPartition.thinnedComment), false)
        FROM pg_inherits AS i
        JOIN pg_class AS t ON t.oid = i.inhrelid
        CROSS JOIN LATERAL (SELECT to_date(right(t.relname, 8), 'YYYYMMDD') AS day) AS d
        WHERE i.inhparent = 'belfry.executions'::regclass AND t.relname ~ '^executions_[0-9]{8}$'
        ORDER BY 1
        """
    )

    /// Whether a partition holds executions that are not in the rollups yet.
    static func hasUnfolded(_ partition: DayPartition) -> Query {
        Query(
            "retention.unfolded",
            """
            SELECT EXISTS (
                SELECT FROM belfry.\(identifier: partition.name) AS e
                WHERE e.batch_id > (SELECT min(p.batch_id) FROM belfry.rollup_progress AS p)
            )
            """,
            prepared: false
        )
    }

    /// The jobs that ran on a day.
    static func jobs(_ partition: DayPartition) -> Query {
        Query(
            "retention.jobs",
            "SELECT DISTINCT e.job_id FROM belfry.\(identifier: partition.name) AS e ORDER BY 1",
            prepared: false
        )
    }

    /// From when on the next page of what a job ran on a day begins; no row after the last.
    static func nextPage(_ partition: DayPartition, jobID: String, from start: Instant, page: Int64) -> Query {
        Query(
            "retention.next_page",
            """
            SELECT e.executed_at
            FROM belfry.\(identifier: partition.name) AS e
            WHERE e.job_id = \(jobID) AND e.executed_at > \(start)
            ORDER BY e.executed_at
            OFFSET \(page) LIMIT 1
            """,
            prepared: false
        )
    }

    /// Deletes the keys of what a job ran in a time of a day.
    static func deleteKeys(_ partition: DayPartition, jobID: String, from start: Instant, to end: Instant) -> Query {
        Query(
            "retention.delete_keys",
            """
            DELETE FROM belfry.execution_keys AS k
            USING belfry.\(identifier: partition.name) AS e
            WHERE e.job_id = \(jobID) AND e.executed_at >= \(start) AND e.executed_at < \(end) AND k.job_id = \(jobID)
                AND k.execution_id = e.execution_id AND k.retry_attempt = e.retry_attempt
            RETURNING 1
            """,
            prepared: false
        )
    }

    /// How many pages the table of keys has.
    static let pagesOfKeys = Query(
        "retention.pages_of_keys",
        "SELECT pg_relation_size('belfry.execution_keys') / current_setting('block_size')::bigint + 1"
    )

    /// Deletes keys by their age in some of the table's pages.
    static func deleteKeys(before keysFrom: Instant, fromPage first: Int64, toPage end: Int64) -> Query {
        Query(
            "retention.delete_keys_by_age",
            """
            DELETE FROM belfry.execution_keys
            WHERE executed_at < \(keysFrom) AND ctid >= \("(\(first),0)")::text::tid AND ctid < \("(\(end),0)")::text::tid
            RETURNING 1
            """
        )
    }

    /// How many partitions there are beside the default one, whoever makes them: full ones and thinned ones.
    static let counts = Query(
        "retention.counts",
        """
        SELECT count(*) FILTER (WHERE NOT t.is_thinned), count(*) FILTER (WHERE t.is_thinned)
        FROM (
            SELECT coalesce(obj_description(i.inhrelid, 'pg_class') = \(DayPartition.thinnedComment), false) AS is_thinned
            FROM pg_inherits AS i
            WHERE i.inhparent = 'belfry.executions'::regclass
                AND i.inhrelid <> 'belfry.executions_default'::regclass
        ) AS t
        """
    )

    /// Drops a partition, unless its tables cannot be had at once.
    static func drop(_ partition: DayPartition) -> String {
        """
        BEGIN;
        SET LOCAL lock_timeout = '200ms';
        ALTER TABLE belfry.executions DETACH PARTITION belfry.\(partition.name);
        DROP TABLE belfry.\(partition.name);
        COMMIT;
        """
    }

    /// Puts in a partition's place one that holds only its failures, or only its successes.
    ///
    /// The rest is copied and indexed while only writes to that day wait; the parent is locked for the exchange alone. The names
    /// and days hold digits, `_` and `-` only.
    static func thin(_ partition: DayPartition, keepingFailures: Bool) -> String {
        let (name, kept) = ("belfry.\(partition.name)", "\(partition.name)_kept")
        return """
            BEGIN;
            SET LOCAL lock_timeout = '200ms';
            LOCK TABLE \(name) IN SHARE MODE;
            CREATE TABLE belfry.\(kept) (LIKE belfry.executions INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
            ALTER TABLE belfry.\(kept) ADD CONSTRAINT one_day CHECK (
                executed_at >= '\(partition.day) 00:00:00+00' AND executed_at < '\(partition.next) 00:00:00+00'
            );
            INSERT INTO belfry.\(kept) SELECT * FROM \(name) WHERE status \(keepingFailures ? "<>" : "=") 'success';
            CREATE INDEX ON belfry.\(kept) (job_id, executed_at);
            CREATE INDEX ON belfry.\(kept) (executed_at) WHERE status <> 'success';
            CREATE INDEX ON belfry.\(kept) (job_id, executed_at) WHERE status <> 'success';
            ALTER TABLE belfry.executions DETACH PARTITION \(name);
            DROP TABLE \(name);
            ALTER TABLE belfry.\(kept) RENAME TO \(partition.name);
            ALTER TABLE belfry.executions ATTACH PARTITION \(name)
                FOR VALUES FROM ('\(partition.day) 00:00:00+00') TO ('\(partition.next) 00:00:00+00');
            ALTER TABLE \(name) DROP CONSTRAINT one_day;
            COMMENT ON TABLE \(name) IS '\(DayPartition.thinnedComment)';
            COMMIT;
            """
    }

    /// Deletes a page of what lies outside every partition and is too old; the identities come back.
    ///
    /// What is dated into the future is as old as its receipt.
    static func deleteOutside(executionsFrom: Instant, failuresFrom: Instant, page: Int64) -> Query {
        Query(
            "retention.delete_outside",
            """
            DELETE FROM belfry.executions_default
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM belfry.executions_default
                WHERE least(executed_at, received_at + interval '5 minutes')
                        < CASE status WHEN 'success' THEN \(executionsFrom) ELSE \(failuresFrom) END
                    AND coalesce(batch_id, 0) <= (SELECT min(p.batch_id) FROM belfry.rollup_progress AS p)
                LIMIT \(page)
            ))
            RETURNING job_id, execution_id, retry_attempt
            """
        )
    }

    /// Deletes the keys of executions.
    static func deleteKeys(of rows: Rows) throws -> Query {
        let identities = try rows.map { try $0.decode(String.self, String.self, Int32?.self) }
        return Query(
            "retention.delete_keys_outside",
            """
            DELETE FROM belfry.execution_keys AS k
            USING unnest(\(identities.map(\.0)), \(identities.map(\.1)), \(identities.map(\.2)))
                AS gone (job_id, execution_id, retry_attempt)
            WHERE k.job_id = gone.job_id AND k.execution_id = gone.execution_id AND k.retry_attempt = gone.retry_attempt
            """
        )
    }

    /// Deletes a page of what says which log rows a webhook may replace: a webhook of that time is stale.
    static func deleteLogRows(before cutoff: Instant, page: Int64) -> Query {
        Query(
            "retention.log_rows",
            """
            DELETE FROM belfry.imported_log_rows
            WHERE (job_id, execution_id) IN (
                SELECT job_id, execution_id
                FROM belfry.imported_log_rows
                WHERE executed_at < \(cutoff)
                LIMIT \(page)
            )
            RETURNING 1
            """
        )
    }

    /// Deletes pages of the delivery log: attempts, then outbox rows and messages that have none left, and what was held back.
    static func deleteDeliveries(before cutoff: Instant, page: Int64) -> [Query] {
        [
            Query(
                "retention.attempts",
                """
                DELETE FROM belfry.delivery_attempts
                WHERE attempt_id IN (
                    SELECT attempt_id
                    FROM belfry.delivery_attempts
                    WHERE attempted_at < \(cutoff) AND outcome IS NOT NULL
                    ORDER BY attempt_id
                    LIMIT \(page)
                )
                RETURNING 1
                """
            ),
            Query(
                "retention.outbox",
                """
                DELETE FROM belfry.outbox
                WHERE (channel, notification_id) IN (
                    SELECT o.channel, o.notification_id
                    FROM belfry.outbox AS o
                    WHERE o.state <> 'pending' AND o.created_at < \(cutoff) AND NOT EXISTS (
                        SELECT FROM belfry.delivery_attempts AS a
                        WHERE a.notification_id = o.notification_id AND a.channel = o.channel
                    )
                    LIMIT \(page)
                )
                RETURNING 1
                """
            ),
            Query(
                "retention.notifications",
                """
                DELETE FROM belfry.notifications
                WHERE notification_id IN (
                    SELECT n.notification_id
                    FROM belfry.notifications AS n
                    WHERE n.created_at < \(cutoff)
                        AND NOT EXISTS (SELECT FROM belfry.outbox AS o WHERE o.notification_id = n.notification_id)
                        AND NOT EXISTS (
                            SELECT FROM belfry.delivery_attempts AS a WHERE a.notification_id = n.notification_id
                        )
                    LIMIT \(page)
                )
                RETURNING 1
                """
            ),
            // Of an alert that is still open nothing is forgotten.
            Query(
                "retention.notified_alerts",
                """
                DELETE FROM belfry.notification_alerts
                WHERE ctid = ANY(ARRAY(
                    SELECT n.ctid
                    FROM belfry.notification_alerts AS n
                    WHERE n.at < \(cutoff) AND NOT EXISTS (
                        SELECT FROM belfry.alert_episodes AS a
                        WHERE a.job_id = n.job_id AND a.alert_id = n.alert_id AND a.state <> 'resolved'
                    )
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
        ]
    }

    /// Deletes pages of what triggers did: attempts and what was fired, then the successes that counted for it.
    ///
    /// What has started a job's run is kept as long as the run: by it the run knows its parent.
    static func deleteTriggers(before cutoff: Instant, runsBefore: Instant, page: Int64) -> [Query] {
        [
            Query(
                "retention.trigger_attempts",
                """
                DELETE FROM belfry.trigger_attempts
                WHERE ctid = ANY(ARRAY(
                    SELECT t.ctid
                    FROM belfry.trigger_attempts AS t
                    WHERE t.attempted_at < \(cutoff) AND t.outcome IS NOT NULL
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
            Query(
                "retention.trigger_firings",
                """
                DELETE FROM belfry.trigger_firings
                WHERE ctid = ANY(ARRAY(
                    SELECT f.ctid
                    FROM belfry.trigger_firings AS f
                    WHERE f.decided_at < CASE WHEN f.child_run_id IS NULL THEN \(cutoff) ELSE \(runsBefore) END
                        AND f.state NOT IN ('pending', 'sent') AND f.trouble_at IS NULL
                        AND NOT EXISTS (
                            SELECT FROM belfry.trigger_attempts AS t
                            WHERE t.job_id = f.job_id AND t.trigger_name = f.trigger_name
                                AND t.execution_id = f.execution_id
                        )
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
            Query(
                "retention.trigger_arrivals",
                """
                DELETE FROM belfry.trigger_arrivals
                WHERE ctid = ANY(ARRAY(
                    SELECT a.ctid
                    FROM belfry.trigger_arrivals AS a
                    WHERE a.decided_at < \(cutoff) AND NOT EXISTS (
                        SELECT FROM belfry.trigger_firings AS f
                        WHERE f.job_id = a.fired_job_id AND f.trigger_name = a.trigger_name
                            AND f.execution_id = a.fired_execution_id
                    )
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
        ]
    }
}
