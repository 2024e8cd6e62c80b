public import BelfryCore
public import Libpq

/// What is stored about one attempt, its decision and what followed.
public struct StoredDecision: Sendable {
    /// An alert the attempt moved, or that stood on it, and the messages about it.
    public struct Alert: Sendable, Encodable {
        /// `alert_id` of `belfry.alerts`.
        public var alertID: Int64
        /// The rule's name.
        public var alertname: String
        /// What the attempt did to it: `firing`, `resolved` or `final`.
        public var transition: String
        /// When that was decided, in ISO 8601.
        public var at: String
        /// Its state now.
        public var state: String
        /// Who acknowledged it, when and why, in words; nil where nobody has.
        public var acknowledged: String?
        /// What became of it towards each receiver, in order.
        public var messages: [Message]
    }

    /// A message about an alert, or why there is none.
    public struct Message: Sendable, Encodable {
        /// When it was decided, in ISO 8601.
        public var at: String
        /// To whom.
        public var receiver: String
        /// Why there is none (`inhibited`, `no_receiver` …); nil where it was sent.
        public var suppressed: String?
        /// What held it back.
        public var by: String?
        /// Why it was sent.
        public var reason: String?
        /// The attempts to deliver it, in words.
        public var deliveries: [String]
    }

    /// The attempt.
    public var received: ReceivedExecution
    /// The run it was folded into, as of this attempt.
    public var run: RunFacts
    /// The job's history its rules saw; nil where no rule asked for it.
    public var history: JobHistory?
    /// The transaction that decided it.
    public var batchID: Int64
    /// The rules that decided it, and the number of their set.
    public var rules: RuleSet
    /// Their row in `rule_sets`.
    public var ruleSetID: Int64
    /// Whether a later attempt of the job was decided before it: then it decided no alert.
    public var isLate: Bool
    /// The alerts it moved.
    public var alerts: [Alert]
    /// What it did to triggers.
    public var triggers: StoredTriggers
}

/// Reads what is stored about decisions.
public struct ExplanationStore: Sendable {
    let connection: Connection

    /// A store on a connection.
    public init(_ connection: Connection) {
        self.connection = connection
    }

    /// The attempts of an execution, by attempt; only those of one job or of one number where these are given.
    public func decisions(executionID: String, jobID: String?, attempt: Int32?) async throws -> [StoredDecision] {
        let rows = try await connection.query(
            Query(
                "explain.execution",
                """
                SELECT e.job_id, e.job_name, e.execution_id, e.status, e.executed_at, e.response_code, e.response_time_ms,
                    e.response_body, e.error_message, e.retry_attempt, e.next_retry_at, e.test, e.received_at,
                    e.run_id, e.inputs, e.batch_id, e.rule_set_id,
                    (SELECT min(least(r.executed_at, r.received_at + interval '5 minutes')) FROM belfry.executions AS r
                     WHERE r.job_id = e.job_id AND r.run_id = e.run_id AND r.executed_at <= e.executed_at) AS run_started_at,
                    (SELECT count(*) FROM belfry.executions AS r
                     WHERE r.job_id = e.job_id AND r.run_id = e.run_id AND r.executed_at <= e.executed_at)::integer AS attempts_seen,
                    EXISTS (SELECT FROM belfry.executions AS r
                     WHERE r.job_id = e.job_id AND r.executed_at > e.executed_at AND r.batch_id < e.batch_id
                         AND r.received_at + interval '5 minutes' > e.executed_at) AS is_late
                FROM belfry.execution_keys AS k
                JOIN belfry.executions AS e ON e.job_id = k.job_id AND e.executed_at = k.executed_at
                    AND e.execution_id = k.execution_id AND e.retry_attempt = k.retry_attempt
                WHERE k.execution_id = \(executionID) AND (\(jobID)::text IS NULL OR k.job_id = \(jobID))
                    AND (\(attempt)::integer IS NULL OR k.retry_attempt = \(attempt))
                ORDER BY e.job_id, e.retry_attempt
                LIMIT 100
                """,
                prepared: false
            )
        )
        var decisions: [StoredDecision] = []
        for row in rows { decisions.append(try await decision(row)) }
        return decisions
    }

    private func decision(_ row: Row) async throws -> StoredDecision {
        let status: String = try row.get("status")
        let execution = Execution(
            jobID: try row.get("job_id"),
            jobName: try row.get("job_name"),
            executionID: try row.get("execution_id"),
            status: ExecutionStatus(text: status) ?? .other(status),
            executedAt: try row.get("executed_at"),
            responseCode: try row.get("response_code"),
            responseTimeMS: try row.get("response_time_ms"),
            responseBody: try row.get("response_body"),
            errorMessage: try row.get("error_message"),
            retryAttempt: try row.get("retry_attempt"),
            nextRetryAt: try row.get("next_retry_at"),
            isTest: try row.get("test")
        )
        let inputs: [UInt8]? = try row.get("inputs")
        let ruleSetID: Int64 = try row.get("rule_set_id")
        return StoredDecision(
            received: ReceivedExecution(
                execution: execution,
                receivedAt: try row.get("received_at"),
                contentDigest: ContentDigest.digest(execution)
            ),
            run: RunFacts(
                runID: try row.get("run_id"),
                startedAt: try row.get("run_started_at"),
                attemptsSeen: try row.get("attempts_seen"),
                outcome: RunOutcome(closing: execution)
            ),
            history: inputs.flatMap { JobHistory(packed: $0) },
            batchID: try row.get("batch_id"),
            rules: try await rules(ruleSetID),
            ruleSetID: ruleSetID,
            isLate: try row.get("is_late"),
            alerts: try await alerts(of: execution),
            triggers: try await triggers(of: execution)
        )
    }

    private func rules(_ id: Int64) async throws -> RuleSet {
        let rows = try await connection.query(
            Query("explain.rules", "SELECT files FROM belfry.rule_sets WHERE rule_set_id = \(id)")
        )
        guard let row = rows.first,
            let rules = RuleSet.load(try JSONColumn.decode([RuleFile].self, from: row.decode(PostgresJSON.self))).rules
        else { throw StoreCorruption(table: "rule_sets", key: String(id)) }
        return rules
    }

    private func alerts(of execution: Execution) async throws -> [StoredDecision.Alert] {
        let rows = try await connection.query(
            Query(
                "explain.alerts",
                """
                SELECT t.alert_id, a.alertname, t.kind, t.at, a.state,
                    lead(t.at) OVER (PARTITION BY t.alert_id ORDER BY t.transition_id) AS next_at, t.execution_id,
                    k.acknowledged_by, k.acknowledged_at, k.comment
                FROM belfry.alert_transitions AS t
                JOIN belfry.alert_episodes AS a ON a.job_id = t.job_id AND a.alert_id = t.alert_id
                LEFT JOIN belfry.acknowledgements AS k ON k.job_id = t.job_id AND k.alert_id = t.alert_id
                WHERE t.job_id = \(execution.jobID) AND t.alert_id IN (
                    SELECT o.alert_id FROM belfry.alert_transitions AS o
                    WHERE o.job_id = \(execution.jobID) AND o.execution_id = \(execution.executionID))
                ORDER BY t.transition_id
                """
            )
        )
        var alerts: [StoredDecision.Alert] = []
        for row in rows {
            let v = try row.decode(
                Int64.self,
                String.self,
                String.self,
                Instant.self,
                String.self,
                Instant?.self,
                String?.self,
                String?.self,
                Instant?.self,
                String?.self
            )
            guard v.6 == execution.executionID else { continue }
            alerts.append(
                StoredDecision.Alert(
                    alertID: v.0,
                    alertname: v.1,
                    transition: v.2,
                    at: v.3.iso8601,
                    state: v.4,
                    acknowledged: v.7.map { by in
                        let comment = v.9.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
                        return by + (v.8.map { " at \($0.iso8601)" } ?? "") + comment
                    },
                    messages: try await messages(jobID: execution.jobID, alertID: v.0, from: v.3, to: v.5)
                )
            )
        }
        return alerts
    }

    /// What followed between a transition of an alert and its next one.
    private func messages(
        jobID: String,
        alertID: Int64,
        from: Instant,
        to: Instant?
    ) async throws -> [StoredDecision.Message] {
        let rows = try await connection.query(
            Query(
                "explain.messages",
                """
                SELECT n.at, n.receiver, n.suppressed, n.by, m.reason, coalesce((
                    SELECT array_agg(
                        c.integration || ' ' || coalesce(d.outcome, 'under way')
                            || coalesce(', HTTP ' || d.response_code, '') || coalesce(', ' || d.error, '')
                            || coalesce(', ' || round(d.latency_ms::numeric) || ' ms', '')
                        ORDER BY d.attempt_id)
                    FROM belfry.delivery_attempts AS d JOIN belfry.channels AS c ON c.channel = d.channel
                    WHERE d.notification_id = n.notification_id
                ), '{}') AS deliveries
                FROM belfry.notification_alerts AS n
                LEFT JOIN belfry.notifications AS m ON m.notification_id = n.notification_id
                WHERE n.job_id = \(jobID) AND n.alert_id = \(alertID) AND n.at >= \(from)
                    AND (\(to)::timestamptz IS NULL OR n.at < \(to))
                ORDER BY n.at
                LIMIT 50
                """
            )
        )
        return try rows.map { row in
            let v = try row.decode(
                Instant.self,
                String.self,
                String?.self,
                String?.self,
                String?.self,
                [String].self
            )
            return StoredDecision.Message(
                at: v.0.iso8601,
                receiver: v.1,
                suppressed: v.2,
                by: v.3,
                reason: v.4,
                deliveries: v.5
            )
        }
    }
}
