internal import BelfryCore
internal import Libpq

/// The statements of the alerts about triggers.
enum TriggerAlertQueries {
    /// A trouble, when it was due, and since when nothing may have gone unseen for it to be one.
    struct Due {
        var trouble: TriggerTrouble
        var since: Instant
        var dueAt: Instant
    }

    /// Whether a row is only told of once a process has settled: something did not come.
    private static let isSilence: StaticString =
        "(f.state IN ('sent', 'delivered') OR f.state = 'in_doubt' AND f.report_within_ms IS NOT NULL)"

    static func isAnythingDue(isSettled: Bool) -> Query {
        Query(
            "triggers.any_trouble",
            """
            SELECT EXISTS (
                SELECT FROM belfry.trigger_firings AS f
                WHERE f.trouble_at <= clock_timestamp() AND (\(isSettled) OR NOT \(literal: isSilence))
            ) OR EXISTS (\(overAlerts))
            """
        )
    }

    static func due(isSettled: Bool, limit: Int64) -> Query {
        Query(
            "triggers.troubles",
            """
            SELECT f.job_id, f.trigger_name, f.execution_id, f.state, f.reason, f.child, f.report_within_ms IS NOT NULL,
                coalesce(f.sent_at, f.decided_at), f.trouble_at,
                (SELECT t.error FROM belfry.trigger_attempts AS t
                 WHERE t.job_id = f.job_id AND t.trigger_name = f.trigger_name AND t.execution_id = f.execution_id
                 ORDER BY t.attempt DESC LIMIT 1)
            FROM belfry.trigger_firings AS f
            WHERE f.trouble_at <= clock_timestamp() AND (\(isSettled) OR NOT \(literal: isSilence))
            ORDER BY f.trouble_at
            LIMIT \(limit)
            """
        )
    }

    static func decode(_ rows: Rows) throws -> [Due] {
        try rows.map { row in
            let v = try row.decode(
                String.self,
                String.self,
                String.self,
                String.self,
                String?.self,
                String?.self,
                Bool.self,
                Instant.self,
                Instant.self,
                String?.self
            )
            let (kind, detail) = words(state: v.3, reason: v.4, child: v.5, isAwaited: v.6, error: v.9)
            return Due(
                trouble: TriggerTrouble(
                    kind: kind,
                    firing: AwaitedFiring.Key(jobID: v.0, trigger: v.1, executionID: v.2),
                    detail: detail
                ),
                since: v.7,
                dueAt: v.8
            )
        }
    }

    /// Marks rows as told of.
    static func takeUp(_ firings: [AwaitedFiring.Key]) -> Query {
        Query(
            "triggers.told",
            """
            UPDATE belfry.trigger_firings AS f
            SET trouble_at = NULL
            FROM unnest(\(firings.map(\.jobID)), \(firings.map(\.trigger)), \(firings.map(\.executionID)))
                AS told (job_id, trigger_name, execution_id)
            WHERE f.job_id = told.job_id AND f.trigger_name = told.trigger_name AND f.execution_id = told.execution_id
            """
        )
    }

    /// Open alerts whose trigger has worked since.
    static let over = Query("triggers.over", overAlerts)

    private static let overAlerts: SQL = """
        SELECT a.alert_id
        FROM belfry.alert_episodes AS a
        WHERE a.alertname = ANY(\(TriggerTrouble.Kind.allCases.map(\.rawValue))) AND a.state <> 'resolved'
            AND (
                EXISTS (
                    SELECT FROM belfry.trigger_firings AS f
                    WHERE f.job_id = a.job_id AND f.trigger_name = a.labels ->> 'trigger' AND \(literal: hasWorked)
                )
                -- Another job has completed the set that a success of this one was used in.
                OR EXISTS (
                    SELECT FROM belfry.trigger_arrivals AS t
                    JOIN belfry.trigger_firings AS f ON f.job_id = t.fired_job_id AND f.trigger_name = t.trigger_name
                        AND f.execution_id = t.fired_execution_id
                    WHERE t.job_id = a.job_id AND t.trigger_name = a.labels ->> 'trigger' AND \(literal: hasWorked)
                )
            )
        """

    /// Whether a firing shows that what an alert is about is over.
    private static let hasWorked: StaticString = """
        CASE a.alertname
            WHEN 'TriggeredJobSilent' THEN f.linked_at > a.active_since
            ELSE f.state = 'delivered' AND f.finished_at > a.active_since OR f.linked_at > a.active_since
        END
        """

    private static func words(
        state: String,
        reason: String?,
        child: String?,
        isAwaited: Bool,
        error: String?
    ) -> (TriggerTrouble.Kind, String) {
        let last = error.map { "; the last attempt: \($0)" } ?? ""
        switch state {
        case "error": return (.conditionFailed, reason ?? "no value")
        case "failed": return (.notStarted, "refused: \(error ?? "no reason given")")
        case "expired": return (.notStarted, "given up, too old to be sent\(last)")
        case "skipped":
            return (.notStarted, "a chain of more than \(TriggerSet.maximumChain) triggers, which looks like a loop")
        case "in_doubt" where !isAwaited || child == nil:
            return (.notStarted, "nobody knows whether it has arrived; it is not sent again\(last)")
        default:
            return (.silent, "no execution of \(child ?? "the job") has been reported in time\(last)")
        }
    }
}
