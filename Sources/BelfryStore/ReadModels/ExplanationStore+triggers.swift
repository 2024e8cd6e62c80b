internal import BelfryCore
internal import Libpq

extension ExplanationStore {
    /// What an execution did to triggers.
    func triggers(of execution: Execution) async throws -> StoredTriggers {
        let rows = try await connection.pipeline([Self.firings(of: execution), Self.arrivals(of: execution)])
        let firings = try rows[0].map { row in
            let v = try row.decode(
                String.self,
                String.self,
                String?.self,
                String?.self,
                String?.self,
                Instant.self,
                [String].self,
                [String].self
            )
            return StoredTriggers.Firing(
                trigger: v.0,
                state: v.1,
                reason: v.2,
                child: v.3,
                childExecutionID: v.4,
                decidedAt: v.5,
                attempts: v.6,
                usedExecutions: v.7
            )
        }
        let arrivals = try TriggerArrivalColumns.decode(rows[1])
        let newest =
            arrivals.isEmpty
            ? []
            : try await TriggerArrivalColumns.decode(
                connection.query(TriggerArrivalColumns.selectNewest(Set(arrivals.map(\.trigger))))
            )
        return StoredTriggers(
            firings: firings,
            arrivals: arrivals.map { arrival in
                StoredTriggers.Arrival(
                    arrival: arrival,
                    newest: newest.filter { $0.trigger == arrival.trigger }
                )
            }
        )
    }

    private static func firings(of execution: Execution) -> Query {
        Query(
            "explain.firings",
            """
            SELECT f.trigger_name, f.state, f.reason, f.child, f.child_execution_id, f.decided_at, coalesce((
                SELECT array_agg(
                    coalesce(t.outcome, 'under way') || coalesce(', HTTP ' || t.response_code, '')
                        || coalesce(', ' || t.error, '') || coalesce(', ' || round(t.latency_ms::numeric) || ' ms', '')
                    ORDER BY t.attempt)
                FROM belfry.trigger_attempts AS t
                WHERE t.job_id = f.job_id AND t.trigger_name = f.trigger_name AND t.execution_id = f.execution_id
            ), '{}'), coalesce((
                SELECT array_agg(a.parent || ' ' || a.execution_id ORDER BY a.parent)
                FROM belfry.trigger_arrivals AS a
                WHERE a.fired_job_id = f.job_id AND a.trigger_name = f.trigger_name
                    AND a.fired_execution_id = f.execution_id AND (a.job_id, a.execution_id) <> (f.job_id, f.execution_id)
            ), '{}')
            FROM belfry.trigger_firings AS f
            WHERE f.job_id = \(execution.jobID) AND f.execution_id = \(execution.executionID)
                AND f.retry_attempt = \(execution.retryAttempt)
            ORDER BY f.trigger_name
            """,
            prepared: false
        )
    }

    private static func arrivals(of execution: Execution) -> Query {
        Query(
            "explain.arrivals",
            """
            SELECT a.trigger_name, a.parent, a.job_id, a.execution_id, a.retry_attempt, a.ran_at, a.depth, a.fired_job_id,
                a.fired_execution_id
            FROM belfry.trigger_arrivals AS a
            WHERE a.job_id = \(execution.jobID) AND a.execution_id = \(execution.executionID)
                AND a.retry_attempt = \(execution.retryAttempt)
            ORDER BY a.trigger_name, a.parent
            """,
            prepared: false
        )
    }
}
