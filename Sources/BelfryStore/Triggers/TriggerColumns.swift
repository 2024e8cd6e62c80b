internal import BelfryCore
internal import Libpq

/// What the ingest transaction reads and writes of triggers.
enum TriggerColumns {
    /// How long after it was sent a trigger is still waited for.
    private static let patience = TimeSpan.hours(24)

    /// The triggers sent of late that start jobs of these names or ids.
    static func selectAwaited(_ children: Set<String>) -> Query {
        Query(
            "triggers.awaited",
            """
            SELECT f.job_id, f.trigger_name, f.execution_id, f.child, f.child_job_id, f.child_execution_id,
                f.child_run_id, f.depth, f.sent_at
            FROM belfry.trigger_firings AS f
            WHERE f.child = ANY(\(Array(children)))
                AND f.sent_at > clock_timestamp() - \(patience.seconds) * interval '1 second'
                AND f.state IN ('sent', 'delivered', 'in_doubt')
            """
        )
    }

    static func decodeAwaited(_ rows: Rows) throws -> [AwaitedFiring] {
        try rows.map { row in
            let v = try row.decode(
                String.self,
                String.self,
                String.self,
                String.self,
                String?.self,
                String?.self,
                String?.self,
                Int32.self,
                Instant.self
            )
            return AwaitedFiring(
                key: AwaitedFiring.Key(jobID: v.0, trigger: v.1, executionID: v.2),
                child: v.3,
                childJobID: v.4,
                childExecutionID: v.5,
                childRunID: v.6,
                depth: v.7,
                sentAt: v.8
            )
        }
    }

    /// Writes what was fired; what is there already stays.
    static func insert(_ firings: [TriggerFiring], now: Instant) -> Query {
        let columns = firings.map { Self.columns(of: $0.verdict) }
        return Query(
            "triggers.insert",
            """
            INSERT INTO belfry.trigger_firings (
                job_id, trigger_name, execution_id, retry_attempt, executed_at, decided_at, state, reason, child, depth,
                expires_at, report_within_ms, next_attempt_at, trouble_at
            )
            SELECT f.job_id, f.trigger_name, f.execution_id, f.retry_attempt, f.executed_at, \(now), f.state, f.reason,
                f.child, f.depth, f.expires_at, f.report_within_ms, CASE WHEN f.state = 'pending' THEN \(now) END,
                CASE WHEN f.is_trouble THEN \(now) END
            FROM unnest(
                \(firings.map(\.parent.jobID)), \(firings.map(\.trigger)), \(firings.map(\.parent.executionID)),
                \(firings.map(\.parent.retryAttempt)), \(firings.map(\.executedAt)), \(columns.map(\.state)),
                \(columns.map(\.reason)), \(columns.map(\.isTrouble)), \(firings.map(\.child)), \(firings.map(\.depth)),
                \(firings.map(\.expiresAt)), \(firings.map { $0.reportWithin.map { $0.microseconds / 1_000 } })
            ) AS f (
                job_id, trigger_name, execution_id, retry_attempt, executed_at, state, reason, is_trouble, child, depth,
                expires_at, report_within_ms
            )
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Writes what triggers have started.
    static func link(_ links: [TriggerLink], now: Instant) -> Query {
        Query(
            "triggers.link",
            """
            UPDATE belfry.trigger_firings AS f
            SET child_job_id = l.child_job_id, child_execution_id = l.child_execution_id,
                child_run_id = l.child_run_id, linked_at = \(now), trouble_at = NULL
            FROM unnest(
                \(links.map(\.firing.jobID)), \(links.map(\.firing.trigger)), \(links.map(\.firing.executionID)),
                \(links.map(\.childJobID)), \(links.map(\.childExecutionID)), \(links.map(\.childRunID))
            ) AS l (job_id, trigger_name, execution_id, child_job_id, child_execution_id, child_run_id)
            WHERE f.job_id = l.job_id AND f.trigger_name = l.trigger_name AND f.execution_id = l.execution_id
            """
        )
    }

    private static func columns(
        of verdict: TriggerFiring.Verdict
    ) -> (state: String, reason: String?, isTrouble: Bool) {
        switch verdict {
        case .pending: ("pending", nil, false)
        case .error(let reason): ("error", reason, true)
        case .tooOld: ("expired", "too_old", false)
        case .test: ("skipped", "test", false)
        case .loop: ("skipped", "loop", true)
        }
    }
}
