public import BelfryCore
public import Libpq

/// Stored executions as they were received, and what the rules in force made of them.
public struct ExecutionHistory: Sendable {
    /// What the live rules did with one rule's alerts in a time.
    public struct LiveAlerts: Sendable {
        /// Alerts that began to fire.
        public var alerts: Int64 = 0
        /// Messages that named one.
        public var messages: Int64 = 0
    }

    private let connection: Connection

    /// The history in a database.
    public init(_ connection: Connection) {
        self.connection = connection
    }

    /// How many webhooks of a time are stored, about, in a moment even for many: the planner's estimate.
    public func estimate(from: Instant, to: Instant) async throws -> Int64 {
        let rows = try await connection.query(
            Query(
                "history.estimate",
                """
                SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
                FROM pg_inherits AS i
                JOIN pg_class AS c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'belfry.executions'::regclass
                    AND (c.relname = 'executions_default' OR right(c.relname, 8) BETWEEN
                        to_char(\(from) AT TIME ZONE 'UTC', 'YYYYMMDD') AND to_char(\(to) AT TIME ZONE 'UTC', 'YYYYMMDD'))
                """
            )
        )
        return try rows[0].decode(Int64.self)
    }

    /// Hands out the webhooks executed in a time, day by day, each day's in the order of their arrival.
    ///
    /// A batch at a time is in memory.
    public nonisolated(nonsending) func forEachBatch(
        from: Instant,
        to: Instant,
        _ body: nonisolated(nonsending) ([ReceivedExecution]) async throws -> Void
    ) async throws {
        var day = from
        while day < to {
            let next = min(to, Instant(microseconds: (day.microseconds / Self.day + 1) * Self.day))
            try await connection.forEachBatch(Self.select(from: day, to: next), rows: 2_000) { rows in
                try await body(rows.map(Self.decode))
            }
            day = next
        }
    }

    /// What the live rules did in a time, by rule.
    public func liveAlerts(from: Instant, to: Instant) async throws -> [String: LiveAlerts] {
        let rows = try await connection.query(
            Query(
                "history.live",
                """
                SELECT a.alertname, count(*), coalesce(sum(
                    (SELECT count(*) FROM belfry.notification_alerts AS n
                     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL)
                ), 0)::bigint
                FROM belfry.alert_episodes AS a
                WHERE a.firing_since >= \(from) AND a.firing_since < \(to)
                GROUP BY a.alertname
                """
            )
        )
        var live: [String: LiveAlerts] = [:]
        for row in rows {
            let (name, alerts, messages) = try row.decode(String.self, Int64.self, Int64.self)
            live[name] = LiveAlerts(alerts: alerts, messages: messages)
        }
        return live
    }

    private static let day: Int64 = 86_400_000_000

    private static func select(from: Instant, to: Instant) -> Query {
        Query(
            "history.executions",
            """
            SELECT e.job_id, e.job_name, e.execution_id, e.status, e.executed_at, e.response_code, e.response_time_ms,
                e.response_body, e.error_message, e.retry_attempt, e.next_retry_at, e.test, e.received_at
            FROM belfry.executions AS e
            WHERE e.executed_at >= \(from) AND e.executed_at < \(to) AND e.source = 'webhook'
            ORDER BY e.received_at, e.job_id, e.executed_at, e.retry_attempt
            """
        )
    }

    private static func decode(_ row: Row) throws -> ReceivedExecution {
        let v = try row.decode(
            String.self,
            String.self,
            String.self,
            String.self,
            Instant.self,
            Int32?.self,
            Int64.self,
            String?.self,
            String?.self,
            Int32.self,
            Instant?.self,
            Bool.self,
            Instant.self
        )
        let execution = Execution(
            jobID: v.0,
            jobName: v.1,
            executionID: v.2,
            status: ExecutionStatus(text: v.3) ?? .other(v.3),
            executedAt: v.4,
            responseCode: v.5,
            responseTimeMS: v.6,
            responseBody: v.7,
            errorMessage: v.8,
            retryAttempt: v.9,
            nextRetryAt: v.10,
            isTest: v.11
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: v.12,
            contentDigest: ContentDigest.digest(execution)
        )
    }
}
