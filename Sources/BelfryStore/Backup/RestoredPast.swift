internal import Libpq

/// Closes what was under way when a backup was made, so that a restored copy tells nobody of it.
enum RestoredPast {
    /// Ends every delivery and obligation of the past, and repeats what still stands only a whole `repeat_interval` from now.
    ///
    /// History and open alerts stay. What nobody watched since the backup is unknown, as after any pause, and therefore not missed.
    static func close(on connection: Connection) async throws {
        try await connection.script(
            """
            -- 1. What was still to be sent, or whose answer was awaited.
            UPDATE belfry.outbox SET state = 'expired', finished_at = clock_timestamp() WHERE state = 'pending';
            UPDATE belfry.delivery_attempts
            SET outcome = 'unknown', error = 'restored from a backup: its answer is not known'
            WHERE outcome IS NULL;
            UPDATE belfry.channels SET lease_token = NULL, lease_until = NULL;
            -- 2. What was still to be decided about messages.
            UPDATE belfry.alert_transitions SET processed_at = clock_timestamp() WHERE processed_at IS NULL;
            UPDATE belfry.notification_groups
            SET last_notified_at = clock_timestamp(),
                next_flush_at = clock_timestamp() + repeat_interval_ms * interval '1 millisecond'
            WHERE next_flush_at < 'infinity';
            -- 3. What was still to be started: never twice, and never late.
            UPDATE belfry.trigger_firings
            SET state = CASE state WHEN 'pending' THEN 'expired' ELSE 'in_doubt' END,
                reason = CASE state WHEN 'pending' THEN 'gave_up' ELSE reason END,
                next_attempt_at = NULL, lease_token = NULL, lease_until = NULL, finished_at = clock_timestamp()
            WHERE state IN ('pending', 'sent');
            UPDATE belfry.trigger_firings SET trouble_at = NULL WHERE trouble_at IS NOT NULL;
            -- What waits for other jobs may have been used since: the next firing needs newer successes.
            UPDATE belfry.trigger_arrivals
            SET fired_job_id = job_id, fired_execution_id = execution_id
            WHERE fired_job_id IS NULL;
            -- 4. No replica of the old machine is receiving here.
            UPDATE belfry.coverage SET ended_cleanly = true WHERE NOT ended_cleanly;
            -- 5. What a dump without privileges leaves out.
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'belfry_reader') THEN
                    CREATE ROLE belfry_reader NOLOGIN;
                END IF;
                IF NOT pg_has_role(current_user, 'belfry_reader', 'MEMBER') THEN
                    EXECUTE format('GRANT belfry_reader TO %I', current_user);
                END IF;
                GRANT USAGE ON SCHEMA belfry TO belfry_reader;
                GRANT SELECT ON ALL TABLES IN SCHEMA belfry TO belfry_reader;
                ALTER DEFAULT PRIVILEGES IN SCHEMA belfry GRANT SELECT ON TABLES TO belfry_reader;
            EXCEPTION
                WHEN insufficient_privilege THEN
                    RAISE NOTICE 'no role belfry_reader: %', SQLERRM;
            END
            $$;
            """,
            name: "restore.close"
        )
    }
}
