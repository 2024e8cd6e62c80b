internal import BelfryCore
internal import Libpq

extension TriggerQueries {
    /// Records an outcome, only while the lease is still this attempt's; the first statement returns a row if it is.
    ///
    /// An answer that comes after the lease has ended still ends the doubt: nobody else has sent it meanwhile.
    static func complete(_ claim: TriggerClaim, _ record: TriggerRecord) -> [Query] {
        switch record.outcome {
        case .delivered(let executionID):
            [deliver(claim, record, executionID), attempt(claim, record, "delivered", wait: nil)]
                + (executionID.map { [withdraw($0, claim, record)] } ?? [])
        case .retry(let wait): [retry(claim, wait), attempt(claim, record, "retry", wait: wait)]
        case .rejected: [finish(claim, "failed"), attempt(claim, record, "rejected", wait: nil)]
        case .inDoubt: [doubt(claim, record), attempt(claim, record, "in_doubt", wait: nil)]
        }
    }

    /// The execution that the answer names counts for more than one that was guessed by its time.
    private static func deliver(_ claim: TriggerClaim, _ record: TriggerRecord, _ executionID: String?) -> Query {
        Query(
            "triggers.deliver",
            """
            UPDATE belfry.trigger_firings AS f
            SET state = 'delivered', finished_at = clock_timestamp(),
                child_job_id = coalesce(\(record.childJobID), f.child_job_id),
                child_execution_id = coalesce(\(executionID), f.child_execution_id),
                child_run_id = CASE WHEN answer.agrees THEN f.child_run_id ELSE answer.run_id END,
                linked_at = CASE
                    WHEN answer.agrees THEN f.linked_at
                    WHEN answer.run_id IS NOT NULL THEN clock_timestamp()
                END,
                trouble_at = CASE
                    WHEN answer.agrees AND f.child_run_id IS NOT NULL OR NOT answer.agrees AND answer.run_id IS NOT NULL THEN NULL
                    ELSE f.sent_at + f.report_within_ms * interval '1 millisecond'
                END
            FROM (
                SELECT own.job_id, own.trigger_name, own.execution_id,
                    \(executionID)::text IS NULL OR coalesce(\(executionID) = own.child_execution_id, false) AS agrees,
                    (
                        SELECT e.run_id FROM belfry.executions AS e
                        WHERE e.job_id = \(record.childJobID) AND e.execution_id = \(executionID)
                        LIMIT 1
                    ) AS run_id
                FROM belfry.trigger_firings AS own
                WHERE own.job_id = \(claim.key.jobID) AND own.trigger_name = \(claim.key.trigger)
                    AND own.execution_id = \(claim.key.executionID)
                FOR UPDATE
            ) AS answer
            WHERE f.job_id = answer.job_id AND f.trigger_name = answer.trigger_name
                AND f.execution_id = answer.execution_id AND \(holds(claim))
            RETURNING f.job_id
            """
        )
    }

    /// Takes an execution that an answer has named from a firing it was guessed to be the child of, which waits again.
    private static func withdraw(_ executionID: String, _ claim: TriggerClaim, _ record: TriggerRecord) -> Query {
        Query(
            "triggers.withdraw",
            """
            UPDATE belfry.trigger_firings AS f
            SET child_execution_id = NULL, child_run_id = NULL, linked_at = NULL,
                trouble_at = CASE
                    WHEN f.state = 'in_doubt' AND f.report_within_ms IS NULL
                    THEN clock_timestamp() + \(TriggerStore.doubt.seconds) * interval '1 second'
                    ELSE f.sent_at + f.report_within_ms * interval '1 millisecond'
                END
            FROM (
                SELECT other.job_id, other.trigger_name, other.execution_id
                FROM belfry.trigger_firings AS other
                WHERE other.child_job_id = \(record.childJobID) AND other.child_run_id IS NOT NULL
                    AND other.child_execution_id = \(executionID) AND other.state IN ('sent', 'in_doubt')
                    AND EXISTS (
                        SELECT FROM belfry.trigger_firings AS own
                        WHERE own.job_id = \(claim.key.jobID) AND own.trigger_name = \(claim.key.trigger)
                            AND own.execution_id = \(claim.key.executionID) AND own.state = 'delivered'
                    )
                FOR UPDATE
            ) AS guess
            WHERE f.job_id = guess.job_id AND f.trigger_name = guess.trigger_name
                AND f.execution_id = guess.execution_id
            """
        )
    }

    private static func retry(_ claim: TriggerClaim, _ wait: TimeSpan) -> Query {
        Query(
            "triggers.retry",
            """
            UPDATE belfry.trigger_firings AS f
            SET state = 'pending', sent_at = NULL, trouble_at = NULL, finished_at = NULL,
                next_attempt_at = clock_timestamp() + \(wait.seconds) * interval '1 second'
            WHERE \(holds(claim))
            RETURNING f.job_id
            """
        )
    }

    private static func finish(_ claim: TriggerClaim, _ state: String) -> Query {
        Query(
            "triggers.finish",
            """
            UPDATE belfry.trigger_firings AS f
            SET state = \(state), finished_at = clock_timestamp(), trouble_at = clock_timestamp()
            WHERE \(holds(claim))
            RETURNING f.job_id
            """
        )
    }

    private static func doubt(_ claim: TriggerClaim, _ record: TriggerRecord) -> Query {
        Query(
            "triggers.doubt",
            """
            UPDATE belfry.trigger_firings AS f
            SET state = 'in_doubt', finished_at = clock_timestamp(),
                child_job_id = coalesce(f.child_job_id, \(record.childJobID)),
                trouble_at = CASE
                    WHEN f.child_run_id IS NOT NULL THEN NULL
                    WHEN f.child IS NULL THEN clock_timestamp()
                    ELSE coalesce(f.trouble_at, clock_timestamp() + \(TriggerStore.doubt.seconds) * interval '1 second')
                END
            WHERE \(holds(claim))
            RETURNING f.job_id
            """
        )
    }

    private static func attempt(
        _ claim: TriggerClaim,
        _ record: TriggerRecord,
        _ outcome: String,
        wait: TimeSpan?
    ) -> Query {
        Query(
            "triggers.attempt",
            """
            UPDATE belfry.trigger_attempts AS t
            SET outcome = \(outcome), reason = \(record.reason?.rawValue), target = \(record.target),
                latency_ms = \(Double(record.latency.microseconds) / 1_000),
                response_code = \(record.responseCode.map(Int32.init(clamping:))),
                response_excerpt = \(record.responseExcerpt), error = \(record.error),
                next_attempt_at = clock_timestamp() + \(wait?.seconds) * interval '1 second'
            WHERE t.job_id = \(claim.key.jobID) AND t.trigger_name = \(claim.key.trigger)
                AND t.execution_id = \(claim.key.executionID) AND t.attempt = \(Int32(clamping: claim.attempt))
                AND t.lease_token = \(claim.leaseToken)
            """
        )
    }

    private static func holds(_ claim: TriggerClaim) -> SQL {
        """
        f.job_id = \(claim.key.jobID) AND f.trigger_name = \(claim.key.trigger)
        AND f.execution_id = \(claim.key.executionID) AND f.lease_token = \(claim.leaseToken)
        AND f.state IN ('sent', 'in_doubt')
        """
    }
}
