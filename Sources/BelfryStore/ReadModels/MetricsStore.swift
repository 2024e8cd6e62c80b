public import BelfryCore
public import Libpq

/// Reads what `/metrics` shows of jobs and alerts, in one snapshot.
public struct MetricsStore: MetricsSource {
    private let pool: ConnectionPool
    private let rules: ActiveRules
    private let triggers: @Sendable () -> TriggerSet

    /// A store on this pool; a trigger of these that has fired nothing counts 0.
    public init(
        pool: ConnectionPool,
        rules: ActiveRules,
        triggers: @escaping @Sendable () -> TriggerSet = { .none }
    ) {
        self.pool = pool
        self.rules = rules
        self.triggers = triggers
    }

    /// Reads a snapshot that begins after the call.
    public func metricsSnapshot() async throws -> MetricsSnapshot {
        let rows = try await pool.withConnection { connection in
            try await connection.pipeline([
                Self.begin, Self.jobs, Self.alerts, Self.pending, Self.silences, Self.missingPartitions,
                Self.openTriggers, .commit,
            ])
        }
        return MetricsSnapshot(
            jobs: try rows[1].map(Self.series),
            alerts: try alertCounts(rows[2]),
            pending: try rows[3].map { row in
                let (receiver, count, oldest) = try row.decode(String.self, Int64.self, Instant?.self)
                return MetricsSnapshot.PendingNotifications(receiver: receiver, count: count, oldestAt: oldest)
            },
            triggers: try openTriggers(rows[6]),
            silences: try Self.silences(rows[4]),
            missingPartitions: try rows[5].first?.decode(Int64.self)
        )
    }

    /// One snapshot for all families.
    private static let begin = Query(
        "metrics.begin",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        prepared: false
    )

    private static let jobs = Query(
        "metrics.jobs",
        """
        SELECT job_id, name, activity, schedule, timezone,
            success_count, failure_count, error_count, timeout_count, other_count,
            success_runs, recovered_runs, failed_runs, incomplete_runs, histogram,
            last_execution_at, last_success_at, next_expected_at, last_duration_ms,
            consecutive_failures, consecutive_failed_runs, position_execution_id
        FROM belfry.job_states
        WHERE activity <> 'forgotten'
        ORDER BY job_id
        """
    )

    private static let silences = Query(
        "metrics.silences",
        """
        SELECT count(*) FILTER (WHERE starts_at <= clock_timestamp() AND ends_at > clock_timestamp()),
            count(*) FILTER (WHERE starts_at > clock_timestamp()),
            count(*) FILTER (WHERE ends_at <= clock_timestamp())
        FROM belfry.silences
        """
    )

    private static func silences(_ rows: Rows) throws -> [Silence.State: Int64] {
        let (active, pending, expired) = try rows[0].decode(Int64.self, Int64.self, Int64.self)
        return [.active: active, .pending: pending, .expired: expired]
    }

    private static let missingPartitions = Query(
        "metrics.missing_partitions",
        """
        WITH partitions AS (
            -- The default partition has no bound.
            SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM [(]''([^'']+)''[)]')::timestamptz AS day
            FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'belfry.executions'::regclass
        ), today AS (
            SELECT date_trunc('day', clock_timestamp(), 'UTC') AS day
        )
        SELECT 8 - count(p.day)
        FROM today AS t LEFT JOIN partitions AS p ON p.day >= t.day AND p.day <= t.day + interval '7 days'
        """
    )

    private static let alerts = Query(
        "metrics.alerts",
        """
        SELECT alertname, severity, state, count(*)
        FROM belfry.alert_episodes
        WHERE state <> 'resolved'
        GROUP BY alertname, severity, state
        """
    )

    private static let pending = Query(
        "metrics.pending",
        """
        SELECT c.receiver, count(o.notification_id), min(o.created_at)
        FROM belfry.channels AS c
        LEFT JOIN belfry.outbox AS o ON o.channel = c.channel AND o.state = 'pending'
        GROUP BY c.receiver
        ORDER BY c.receiver
        """
    )

    private static let openTriggers = Query(
        "metrics.triggers",
        """
        SELECT f.trigger_name, count(*) FILTER (WHERE f.state <> 'in_doubt'),
            count(*) FILTER (
                WHERE f.state = 'in_doubt' AND f.child_run_id IS NULL
                    AND f.decided_at > clock_timestamp() - interval '24 hours'
            ),
            min(f.decided_at) FILTER (WHERE f.state <> 'in_doubt')
        FROM belfry.trigger_firings AS f
        WHERE f.state IN ('pending', 'sent', 'in_doubt')
        GROUP BY f.trigger_name
        """
    )

    /// Counts per trigger; a configured one that has none counts 0.
    private func openTriggers(_ rows: Rows) throws -> [MetricsSnapshot.OpenTriggers] {
        var open = try rows.map { row in
            let (trigger, pending, inDoubt, oldest) = try row.decode(
                String.self,
                Int64.self,
                Int64.self,
                Instant?.self
            )
            return MetricsSnapshot.OpenTriggers(trigger: trigger, pending: pending, inDoubt: inDoubt, oldestAt: oldest)
        }
        for rule in triggers().rules where !open.contains(where: { $0.trigger == rule.name }) {
            open.append(
                MetricsSnapshot.OpenTriggers(trigger: rule.name, pending: 0, inDoubt: 0, oldestAt: nil)
            )
        }
        return open.sorted { $0.trigger < $1.trigger }
    }

    private static func series(_ row: Row) throws -> JobSeries {
        let v = try row.decode(
            String.self,
            String.self,
            String.self,
            String?.self,
            String?.self,
            Int64.self,
            Int64.self,
            Int64.self,
            Int64.self,
            Int64.self,
            Int64.self,
            Int64.self,
            Int64.self,
            Int64.self,
            [UInt8].self,
            Instant.self,
            Instant?.self,
            Instant?.self,
            Int64.self,
            Int64.self,
            Int64.self,
            String.self
        )
        guard let histogram = LatencyHistogram(packed: v.14) else {
            throw StoreCorruption(table: "job_states", key: v.0)
        }
        return JobSeries(
            jobID: v.0,
            name: v.1,
            state: v.2,
            schedule: v.3,
            timezone: v.4,
            executionsByStatus: [v.5, v.6, v.7, v.8, v.9],
            runsByOutcome: [v.10, v.11, v.12, v.13],
            buckets: histogram.counts,
            durationSumMS: histogram.sumMS,
            lastExecutionAt: v.15,
            lastExecutionID: v.21,
            lastSuccessAt: v.16,
            nextExpectedAt: v.17,
            lastDurationMS: v.18,
            consecutiveFailures: v.19,
            consecutiveFailedRuns: v.20
        )
    }

    /// Counts per rule and state; a loaded rule without an alert counts 0.
    private func alertCounts(_ rows: Rows) throws -> [MetricsSnapshot.AlertCount] {
        var counts: [MetricsSnapshot.AlertCount] = []
        for row in rows {
            let (rule, severity, state, count) = try row.decode(String.self, String.self, String.self, Int64.self)
            counts.append(MetricsSnapshot.AlertCount(rule: rule, severity: severity, state: state, count: count))
        }
        for rule in rules.current?.rules.rules ?? [] {
            for state in ["pending", "firing"] {
                let severity = rule.severity.rawValue
                guard
                    !counts.contains(where: {
                        $0.rule == rule.alertname && $0.severity == severity && $0.state == state
                    })
                else { continue }
                counts.append(
                    MetricsSnapshot.AlertCount(rule: rule.alertname, severity: severity, state: state, count: 0)
                )
            }
        }
        return counts.sorted { ($0.rule, $0.severity, $0.state) < ($1.rule, $1.severity, $1.state) }
    }
}
