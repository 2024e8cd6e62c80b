internal import BelfryCore
internal import Libpq

/// The statements of passes over polled rules.
enum PollQueries {
    /// The columns `decodeAttempt` reads, of a table called `e`.
    private static let columns: StaticString = """
        e.job_id, e.executed_at, e.received_at, e.response_time_ms, e.status, e.retry_attempt, e.next_retry_at
        """

    /// The database's clock.
    static func now(_ connection: Connection) async throws -> Instant {
        try await connection.query(Query("poll.now", "SELECT clock_timestamp()"))[0].decode(Instant.self)
    }

    /// The latest committed batch; every one before it is committed too.
    static func latestBatch(_ connection: Connection) async throws -> Int64 {
        let rows = try await connection.query(
            Query("poll.latest_batch", "SELECT coalesce(max(batch_id), 0) FROM belfry.ingest_batches")
        )
        return try rows[0].decode(Int64.self)
    }

    /// States and open alerts of some jobs.
    static func read(
        _ jobIDs: [String],
        batchID: Int64,
        now: Instant,
        on connection: Connection
    ) async throws -> PolledAlerts {
        var column = ArrayColumn<String>(capacity: jobIDs.count)
        for jobID in jobIDs { column.append(jobID) }
        let rows = try await connection.pipeline([JobStateColumns.select(column), AlertColumns.selectOpen(column)])
        return PolledAlerts(
            batchID: batchID,
            now: now,
            jobs: try JobStateColumns.decode(rows[0]),
            openAlerts: Dictionary(grouping: try AlertColumns.decode(rows[1]), by: \.jobID)
        )
    }

    /// What ran in a time, committed up to a batch.
    static func attempts(from: Instant, to: Instant, upTo latest: Int64) -> Query {
        Query(
            "poll.attempts_of_hour",
            """
            SELECT \(literal: columns)
            FROM belfry.executions AS e
            WHERE e.executed_at >= \(from) AND e.executed_at < \(to) AND e.batch_id <= \(latest) AND e.source = 'webhook'
            """
        )
    }

    /// What was committed after one batch, up to another.
    static func attempts(after watermark: Int64, upTo latest: Int64, from: Instant, to: Instant) -> Query {
        Query(
            "poll.attempts_since",
            """
            SELECT \(literal: columns)
            FROM belfry.executions AS e
            WHERE e.batch_id > \(watermark) AND e.batch_id <= \(latest)
                AND e.executed_at >= \(from) AND e.executed_at < \(to) AND e.source = 'webhook'
            """
        )
    }

    /// What was committed of some jobs after a batch.
    static func attempts(of jobIDs: [String], after watermark: Int64, from: Instant) -> Query {
        Query(
            "poll.attempts_of_jobs",
            """
            SELECT \(literal: columns)
            FROM belfry.executions AS e
            WHERE e.job_id = ANY(\(jobIDs)) AND e.executed_at >= \(from) AND e.batch_id > \(watermark)
                AND e.source = 'webhook'
            """
        )
    }

    static func decodeAttempt(_ row: Row) throws -> WindowAttempt {
        let v = try row.decode(
            String.self,
            Instant.self,
            Instant.self,
            Int64.self,
            String.self,
            Int32.self,
            Instant?.self
        )
        return WindowAttempt(
            jobID: v.0,
            executedAt: v.1,
            receivedAt: v.2,
            responseTimeMS: v.3,
            status: ExecutionStatus(text: v.4) ?? .other(v.4),
            retryAttempt: v.5,
            nextRetryAt: v.6
        )
    }
}
