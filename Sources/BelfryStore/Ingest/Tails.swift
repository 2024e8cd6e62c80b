internal import BelfryCore
internal import Libpq

/// Reads the stored attempts that late ones have to be folded between.
enum Tails {
    /// Attempts read per job; beyond it the oldest are left out, and a late attempt joins a run among the newer ones only.
    private static let maximumAttempts: Int64 = 20_000

    static func select(_ needed: [String: Instant]) -> Query {
        let jobs = needed.sorted { $0.key < $1.key }
        return Query(
            "executions.tails",
            """
            SELECT e.job_id, e.executed_at, e.execution_id, e.retry_attempt, e.received_at, e.status, e.next_retry_at,
                e.run_id
            FROM unnest(\(jobs.map(\.key)), \(jobs.map(\.value))) AS needed (job_id, from_at)
            CROSS JOIN LATERAL (
                SELECT * FROM belfry.executions AS e
                WHERE e.job_id = needed.job_id AND e.executed_at >= needed.from_at AND e.source = 'webhook'
                ORDER BY e.executed_at DESC
                LIMIT \(maximumAttempts)
            ) AS e
            """
        )
    }

    /// The attempts by job, each job's by position.
    static func decode(_ rows: Rows) throws -> [String: [Attempt]] {
        var tails: [String: [Attempt]] = [:]
        for row in rows {
            let v = try row.decode(
                String.self,
                Instant.self,
                String.self,
                Int32.self,
                Instant.self,
                String.self,
                Instant?.self,
                String?.self
            )
            let attempt = Attempt(
                position: Position(at: min(v.1, v.4 + Position.maximumLead), retryAttempt: v.3, executionID: v.2),
                executedAt: v.1,
                receivedAt: v.4,
                isSuccess: v.5 == ExecutionStatus.success.text,
                nextRetryAt: v.6,
                runID: v.7
            )
            tails[v.0, default: []].append(attempt)
        }
        return tails.mapValues { $0.sorted { $0.position < $1.position } }
    }
}
