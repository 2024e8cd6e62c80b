internal import BelfryCore
internal import Libpq

/// Imported log rows, which have no attempt number and no key: the first attempt of the same execution that is stored replaces
/// them in its transaction.
struct LogRows {
    private var (jobIDs, executionIDs, times): ([String], [String], [Instant]) = ([], [], [])

    /// Those of some executions, looked up one by one: their table may be large.
    static func of(
        _ executions: [Execution],
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant? = nil
    ) async throws -> LogRows {
        var found = LogRows()
        for row in try await connection.query(select(executions), deadline: deadline) {
            let (jobID, executionID, executedAt) = try row.decode(String.self, String.self, Instant.self)
            found.jobIDs.append(jobID)
            found.executionIDs.append(executionID)
            found.times.append(executedAt)
        }
        return found
    }

    private static func select(_ executions: [Execution]) -> Query {
        Query(
            "log_rows.select",
            """
            SELECT l.job_id, l.execution_id, l.executed_at
            FROM (
                SELECT DISTINCT i.job_id, i.execution_id
                FROM unnest(\(executions.map(\.jobID)), \(executions.map(\.executionID))) AS i (job_id, execution_id)
            ) AS i
            CROSS JOIN LATERAL (
                SELECT * FROM belfry.imported_log_rows AS l
                WHERE l.job_id = i.job_id AND l.execution_id = i.execution_id
                LIMIT 1
            ) AS l
            """
        )
    }

    /// The statements that take them away and leave them to the rollups; none for none.
    func replace(inBatch batchID: Int64) -> [Query] {
        guard let first = times.min(), let last = times.max() else { return [] }
        let rows: SQL = """
            unnest(\(jobIDs), \(times), \(executionIDs)) AS x (job_id, executed_at, execution_id)
            WHERE e.job_id = x.job_id AND e.executed_at = x.executed_at AND e.execution_id = x.execution_id
                AND e.source = 'a1cron_logs' AND e.executed_at >= \(first) AND e.executed_at <= \(last)
            """
        return [
            Query(
                "log_rows.leave",
                """
                INSERT INTO belfry.replaced_log_rows (
                    job_id, executed_at, job_name, status, response_time_ms, batch_id, replaced_in
                )
                SELECT e.job_id, e.executed_at, e.job_name, e.status, e.response_time_ms, coalesce(e.batch_id, 0),
                    \(batchID)
                FROM belfry.executions AS e, \(rows) AND NOT e.test
                """
            ),
            Query("log_rows.delete", "DELETE FROM belfry.executions AS e USING \(rows)"),
            Query(
                "log_rows.forget",
                """
                DELETE FROM belfry.imported_log_rows AS l
                USING unnest(\(jobIDs), \(executionIDs)) AS x (job_id, execution_id)
                WHERE l.job_id = x.job_id AND l.execution_id = x.execution_id
                """
            ),
        ]
    }
}
