internal import BelfryCore
internal import Libpq

/// Alerts between rows of `alert_episodes` and the core.
enum AlertColumns {
    /// The columns `decode` reads, of a table called `a`.
    static let columns: StaticString = """
        a.alert_id, a.job_id, a.fingerprint, a.alertname, a.severity, a.state, a.labels, a.matches, a.active_since,
        a.firing_since, a.resolved_at, a.resolve_reason, a.run_id, a.failed_runs, a.facts
        """

    /// The open alerts of some jobs.
    static func selectOpen(_ jobIDs: ArrayColumn<String>) -> Query {
        Query(
            "alerts.select_open",
            """
            SELECT \(literal: columns)
            FROM belfry.alert_episodes AS a
            WHERE a.job_id = ANY(\(jobIDs)) AND a.state <> 'resolved'
            ORDER BY a.alert_id
            """
        )
    }

    /// The open alerts of some rules.
    static func selectOpen(alertnames: [String]) -> Query {
        Query(
            "alerts.select_rules",
            """
            SELECT \(literal: columns)
            FROM belfry.alert_episodes AS a
            WHERE a.alertname = ANY(\(alertnames)) AND a.state <> 'resolved'
            ORDER BY a.alert_id
            """
        )
    }

    /// The alerts of the rows, in their order.
    static func decode(_ rows: Rows) throws -> [AlertEpisode] {
        try rows.map { row in
            let v = try row.decode(
                Int64.self,
                String.self,
                Int64.self,
                String.self,
                String.self,
                String.self,
                PostgresJSON.self,
                Int32.self,
                Instant.self,
                Instant?.self,
                Instant?.self,
                String?.self,
                String?.self,
                Int64.self,
                PostgresJSON.self
            )
            guard let severity = Severity(rawValue: v.4), let state = AlertState(rawValue: v.5) else {
                throw StoreCorruption(table: "alert_episodes", key: String(v.0))
            }
            guard let labels = TextsDocument.texts(json: v.6.utf8), let document = AlertDocument(json: v.14.utf8) else {
                throw StoreCorruption(table: "alert_episodes", key: String(v.0))
            }
            return AlertEpisode(
                alertID: v.0,
                jobID: v.1,
                fingerprint: UInt64(bitPattern: v.2),
                alertname: v.3,
                severity: severity,
                state: state,
                labels: labels,
                annotations: document.annotations,
                matches: v.7,
                activeSince: v.8,
                firingSince: v.9,
                resolvedAt: v.10,
                resolveReason: v.11.flatMap(ResolveReason.init(rawValue:)),
                runID: v.12,
                failedRuns: v.13,
                execution: document.execution,
                job: document.job,
                value: document.value,
                clearedAt: document.clearedAt,
                isFlapping: document.isFlapping
            )
        }
    }

    /// Writes alerts whole.
    static func upsert(_ alerts: [AlertEpisode]) -> Query {
        let documents = alerts.map { PostgresJSON(utf8: AlertDocument($0).json) }
        let labels = alerts.map { PostgresJSON(utf8: TextsDocument.json($0.labels)) }
        let annotations = alerts.map { PostgresJSON(utf8: TextsDocument.json($0.annotations.mapValues(\.plain))) }
        return Query(
            "alerts.upsert",
            """
            INSERT INTO belfry.alert_episodes (
                job_id, alert_id, fingerprint, alertname, severity, state, labels, annotations, matches, active_since,
                firing_since, resolved_at, resolve_reason, run_id, failed_runs, execution_id, error_fingerprint,
                facts
            )
            SELECT * FROM unnest(
                \(alerts.map(\.jobID)), \(alerts.map(\.alertID)), \(alerts.map { Int64(bitPattern: $0.fingerprint) }),
                \(alerts.map(\.alertname)), \(alerts.map(\.severity.rawValue)), \(alerts.map(\.state.rawValue)),
                \(labels), \(annotations), \(alerts.map(\.matches)), \(alerts.map(\.activeSince)),
                \(alerts.map(\.firingSince)), \(alerts.map(\.resolvedAt)),
                \(alerts.map { $0.resolveReason?.rawValue }), \(alerts.map(\.runID)), \(alerts.map(\.failedRuns)),
                \(alerts.map { $0.execution?.executionID }), \(alerts.map { $0.execution?.errorFingerprint }),
                \(documents)
            )
            ON CONFLICT (job_id, alert_id) DO UPDATE SET
                state = excluded.state,
                annotations = excluded.annotations,
                matches = excluded.matches,
                firing_since = excluded.firing_since,
                resolved_at = excluded.resolved_at,
                resolve_reason = excluded.resolve_reason,
                run_id = excluded.run_id,
                failed_runs = excluded.failed_runs,
                execution_id = excluded.execution_id,
                error_fingerprint = excluded.error_fingerprint,
                facts = excluded.facts
            """
        )
    }

    /// Removes pending alerts that went inactive.
    static func delete(_ alerts: [AlertEpisode]) -> Query {
        Query(
            "alerts.delete",
            """
            DELETE FROM belfry.alert_episodes AS a
            USING unnest(\(alerts.map(\.jobID)), \(alerts.map(\.alertID))) AS gone (job_id, alert_id)
            WHERE a.job_id = gone.job_id AND a.alert_id = gone.alert_id AND a.state = 'pending'
            """
        )
    }
}
