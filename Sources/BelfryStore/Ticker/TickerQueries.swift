internal import BelfryCore
internal import Libpq

/// The statements of a ticker pass.
enum TickerQueries {
    /// Deadlines that have passed; absences only once the process has settled.
    static func due(isSettled: Bool) -> Query {
        Query(
            "deadlines.due",
            """
            SELECT d.job_id, d.kind, d.key, d.due_at, d.watched_since
            FROM belfry.deadlines AS d
            WHERE d.due_at <= clock_timestamp() AND (\(isSettled) OR d.kind NOT IN ('retry_overdue', 'missed_run'))
            ORDER BY d.due_at
            LIMIT \(TickerStore.batchSize)
            """
        )
    }

    static func decode(_ rows: Rows) throws -> [Deadline] {
        try rows.map { row in
            let v = try row.decode(String.self, String.self, String.self, Instant.self, Instant.self)
            guard let kind = Deadline.Kind(rawValue: v.1) else {
                throw StoreCorruption(table: "deadlines", key: "\(v.0) \(v.1) \(v.2)")
            }
            return Deadline(jobID: v.0, kind: kind, key: v.2, dueAt: v.3, watchedSince: v.4)
        }
    }

    static func jobIDs(of deadlines: [Deadline]) -> ArrayColumn<String> {
        var column = ArrayColumn<String>(capacity: deadlines.count)
        for jobID in Set(deadlines.map(\.jobID)) { column.append(jobID) }
        return column
    }

    /// The latest attempt of every run that a retry deadline is about; the key ends with the run's id.
    static func latestAttempts(of deadlines: [Deadline]) -> Query {
        let retries = deadlines.filter { $0.kind == .retryOverdue }
        let runIDs = retries.map { deadline in
            deadline.key.firstIndex(of: "/").map { String(deadline.key[deadline.key.index(after: $0)...]) } ?? ""
        }
        return Query(
            "deadlines.attempts",
            """
            SELECT DISTINCT ON (e.job_id, e.run_id)
                e.job_id, e.run_id, e.executed_at, e.execution_id, e.retry_attempt, e.received_at, e.job_name, e.status,
                e.response_code, e.response_time_ms, e.response_body, e.error_message, e.next_retry_at, e.test
            FROM unnest(\(retries.map(\.jobID)), \(runIDs)) AS run (job_id, run_id)
            JOIN belfry.executions AS e ON e.job_id = run.job_id AND e.run_id = run.run_id AND e.source = 'webhook'
            ORDER BY e.job_id, e.run_id, e.executed_at DESC, e.retry_attempt DESC
            """
        )
    }

    static func decodeAttempts(_ rows: Rows) throws -> [DueDeadlines.RunKey: ReceivedExecution] {
        var attempts: [DueDeadlines.RunKey: ReceivedExecution] = [:]
        for row in rows {
            let v = try row.decode(
                String.self,
                String.self,
                Instant.self,
                String.self,
                Int32.self,
                Instant.self,
                String.self,
                String.self,
                Int32?.self,
                Int64.self,
                String?.self,
                String?.self,
                Instant?.self,
                Bool.self
            )
            let execution = Execution(
                jobID: v.0,
                jobName: v.6,
                executionID: v.3,
                status: ExecutionStatus(text: v.7) ?? .other(v.7),
                executedAt: v.2,
                responseCode: v.8,
                responseTimeMS: v.9,
                responseBody: v.10,
                errorMessage: v.11,
                retryAttempt: v.4,
                nextRetryAt: v.12,
                isTest: v.13
            )
            attempts[DueDeadlines.RunKey(jobID: v.0, runID: v.1)] = ReceivedExecution(
                execution: execution,
                receivedAt: v.5,
                contentDigest: ContentDigest.digest(execution)
            )
        }
        return attempts
    }
}
