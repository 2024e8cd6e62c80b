internal import BelfryCore
internal import Foundation
internal import Libpq

/// The statements of sending triggers.
enum TriggerQueries {
    /// Gives up what is too old; whoever relies on it is told.
    static let expire = Query(
        "triggers.expire",
        """
        UPDATE belfry.trigger_firings AS f
        SET state = 'expired', reason = 'gave_up', next_attempt_at = NULL, finished_at = clock_timestamp(),
            trouble_at = clock_timestamp()
        FROM (
            SELECT job_id, trigger_name, execution_id
            FROM belfry.trigger_firings
            WHERE state = 'pending' AND expires_at <= clock_timestamp()
            LIMIT 500
            FOR UPDATE SKIP LOCKED
        ) AS old
        WHERE f.job_id = old.job_id AND f.trigger_name = old.trigger_name AND f.execution_id = old.execution_id
        RETURNING f.trigger_name
        """
    )

    /// Triggers whose sender stopped: they may have arrived, and are never sent again.
    static let abandon = Query(
        "triggers.abandon",
        """
        UPDATE belfry.trigger_firings AS f
        SET state = 'in_doubt', finished_at = clock_timestamp(),
            trouble_at = CASE
                WHEN f.child_run_id IS NOT NULL THEN NULL
                WHEN f.child IS NULL THEN clock_timestamp()
                ELSE coalesce(f.trouble_at, clock_timestamp() + \(TriggerStore.doubt.seconds) * interval '1 second')
            END
        FROM (
            SELECT job_id, trigger_name, execution_id
            FROM belfry.trigger_firings
            WHERE state = 'sent' AND lease_until < clock_timestamp()
            LIMIT 500
            FOR UPDATE SKIP LOCKED
        ) AS lost
        WHERE f.job_id = lost.job_id AND f.trigger_name = lost.trigger_name AND f.execution_id = lost.execution_id
        RETURNING f.trigger_name
        """
    )

    static let abandonAttempts = Query(
        "triggers.abandon_attempts",
        """
        UPDATE belfry.trigger_attempts AS t
        SET outcome = 'in_doubt', error = 'the sender stopped before the answer was recorded'
        FROM belfry.trigger_firings AS f
        WHERE t.outcome IS NULL AND f.job_id = t.job_id AND f.trigger_name = t.trigger_name
            AND f.execution_id = t.execution_id AND f.state = 'in_doubt'
        """
    )

    /// Leases what is due.
    static func lease(_ names: [String], limit: Int64) -> Query {
        Query(
            "triggers.lease",
            """
            UPDATE belfry.trigger_firings AS f
            SET state = 'sent', attempts = f.attempts + 1, next_attempt_at = NULL, lease_token = gen_random_uuid(),
                lease_until = clock_timestamp() + \(TriggerStore.lease.seconds) * interval '1 second',
                sent_at = clock_timestamp(),
                trouble_at = clock_timestamp() + f.report_within_ms * interval '1 millisecond'
            FROM (
                SELECT job_id, trigger_name, execution_id
                FROM belfry.trigger_firings
                WHERE state = 'pending' AND next_attempt_at <= clock_timestamp() AND trigger_name = ANY(\(names))
                ORDER BY next_attempt_at
                LIMIT \(limit)
                FOR UPDATE SKIP LOCKED
            ) AS due
            WHERE f.job_id = due.job_id AND f.trigger_name = due.trigger_name AND f.execution_id = due.execution_id
            """
        )
    }

    /// An attempt for everything leased in this transaction: on record before anything is sent.
    static let attempts = Query(
        "triggers.attempts",
        """
        INSERT INTO belfry.trigger_attempts (
            job_id, trigger_name, execution_id, attempt, lease_token, attempted_at
        )
        SELECT job_id, trigger_name, execution_id, attempts, lease_token, clock_timestamp()
        FROM belfry.trigger_firings
        WHERE state = 'sent' AND xmin = pg_current_xact_id()::xid
        """
    )

    /// What was leased in this transaction, with the executions that fired it.
    static let claimed = Query(
        "triggers.claimed",
        """
        SELECT f.job_id, f.trigger_name, f.execution_id, f.attempts, f.lease_token,
            md5(concat_ws(E'\\n', f.trigger_name, f.job_id, f.execution_id))::uuid,
            f.retry_attempt, f.executed_at, e.received_at, coalesce(e.job_name, ''), coalesce(e.status, 'success'),
            e.response_code, coalesce(e.response_time_ms, 0), e.response_body, e.error_message
        FROM belfry.trigger_firings AS f
        LEFT JOIN belfry.executions AS e ON e.job_id = f.job_id AND e.executed_at = f.executed_at
            AND e.execution_id = f.execution_id AND e.retry_attempt = f.retry_attempt
        WHERE f.state = 'sent' AND f.xmin = pg_current_xact_id()::xid
        """
    )

    static func decode(_ rows: Rows, leaseEnds: ContinuousClock.Instant) throws -> [TriggerClaim] {
        try rows.map { row in
            let v = try row.decode(
                String.self,
                String.self,
                String.self,
                Int32.self,
                UUID.self,
                UUID.self,
                Int32.self,
                Instant.self,
                Instant?.self,
                String.self,
                String.self,
                Int32?.self,
                Int64.self,
                String?.self,
                String?.self
            )
            let execution = Execution(
                jobID: v.0,
                jobName: v.9,
                executionID: v.2,
                status: ExecutionStatus(text: v.10) ?? .other(v.10),
                executedAt: v.7,
                responseCode: v.11,
                responseTimeMS: v.12,
                responseBody: v.13,
                errorMessage: v.14,
                retryAttempt: v.6
            )
            return TriggerClaim(
                key: AwaitedFiring.Key(jobID: v.0, trigger: v.1, executionID: v.2),
                attempt: Int(v.3),
                leaseToken: v.4,
                leaseEnds: leaseEnds,
                deliveryID: v.5,
                parent: v.8.map {
                    ReceivedExecution(
                        execution: execution,
                        receivedAt: $0,
                        contentDigest: ContentDigest.digest(execution)
                    )
                }
            )
        }
    }

    static func nextDue(_ names: [String]) -> Query {
        Query(
            "triggers.next_due",
            """
            SELECT min(f.next_attempt_at), clock_timestamp()
            FROM belfry.trigger_firings AS f
            WHERE f.state = 'pending' AND f.trigger_name = ANY(\(names))
            """
        )
    }
}
