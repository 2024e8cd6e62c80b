internal import BelfryCore
internal import Libpq

/// The statements that delete what is left of states that are over.
extension RetentionQueries {
    /// Deletes pages of what nothing refers to any more: rule sets, transitions, alerts that have ended with who acknowledged them,
    /// and when replicas were receiving.
    static func deleteState(
        ruleSetsBefore: Instant,
        transitionsBefore: Instant,
        alertsBefore: Instant,
        coverageBefore: Instant,
        page: Int64
    ) -> [Query] {
        [
            // Their executions are explained by them.
            Query(
                "retention.rule_sets",
                """
                DELETE FROM belfry.rule_sets AS r
                USING belfry.control AS c
                WHERE r.replaced_at < \(ruleSetsBefore) AND r.rule_set_id IS DISTINCT FROM c.rule_set_id
                RETURNING 1
                """
            ),
            Query(
                "retention.transitions",
                """
                DELETE FROM belfry.alert_transitions
                WHERE ctid = ANY(ARRAY(
                    SELECT t.ctid
                    FROM belfry.alert_transitions AS t
                    WHERE t.processed_at < \(transitionsBefore)
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
            Query(
                "retention.alerts",
                """
                DELETE FROM belfry.alert_episodes
                WHERE ctid = ANY(ARRAY(
                    SELECT a.ctid
                    FROM belfry.alert_episodes AS a
                    WHERE a.firing_since < \(alertsBefore) AND a.state = 'resolved' AND a.resolved_at < \(alertsBefore)
                        AND NOT EXISTS (
                            SELECT FROM belfry.group_members AS m WHERE m.job_id = a.job_id AND m.alert_id = a.alert_id
                        )
                        AND NOT EXISTS (
                            SELECT FROM belfry.alert_transitions AS t
                            WHERE t.job_id = a.job_id AND t.alert_id = a.alert_id AND t.processed_at IS NULL
                        )
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
            Query(
                "retention.acknowledgements",
                """
                DELETE FROM belfry.acknowledgements
                WHERE ctid = ANY(ARRAY(
                    SELECT k.ctid
                    FROM belfry.acknowledgements AS k
                    WHERE NOT EXISTS (
                        SELECT FROM belfry.alert_episodes AS a WHERE a.job_id = k.job_id AND a.alert_id = k.alert_id
                    )
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
            // What waits for the list of a receiver that is gone.
            Query(
                "retention.coalesced",
                """
                DELETE FROM belfry.coalesced_alerts
                WHERE ctid = ANY(ARRAY(
                    SELECT w.ctid
                    FROM belfry.coalesced_alerts AS w
                    WHERE NOT EXISTS (
                        SELECT FROM belfry.alert_episodes AS a
                        WHERE a.job_id = w.job_id AND a.alert_id = w.alert_id
                            AND coalesce(a.resolved_at, 'infinity') >= \(transitionsBefore)
                    )
                    LIMIT \(page)
                ))
                RETURNING 1
                """
            ),
            Query(
                "retention.coverage",
                """
                DELETE FROM belfry.coverage
                WHERE (replica, started_at) IN (
                    SELECT replica, started_at
                    FROM belfry.coverage
                    WHERE last_heartbeat_at < \(coverageBefore)
                    LIMIT \(page)
                )
                RETURNING 1
                """
            ),
            Query(
                "retention.coverage_gaps",
                """
                DELETE FROM belfry.coverage_gaps
                WHERE (replica, from_at) IN (
                    SELECT replica, from_at
                    FROM belfry.coverage_gaps
                    WHERE to_at < \(coverageBefore)
                    LIMIT \(page)
                )
                RETURNING 1
                """
            ),
        ]
    }

    /// Deletes a page of groups in which nothing fires and of which no message is on record any more.
    ///
    /// The number of a group's next message must be one that none of its messages has.
    static func deleteGroups(before cutoff: Instant, page: Int64) -> Query {
        Query(
            "retention.groups",
            """
            DELETE FROM belfry.notification_groups
            WHERE (receiver, group_key) IN (
                SELECT g.receiver, g.group_key
                FROM belfry.notification_groups AS g
                WHERE g.next_flush_at = 'infinity' AND coalesce(g.last_notified_at, '-infinity') < \(cutoff)
                    AND NOT EXISTS (
                        SELECT FROM belfry.group_members AS m
                        WHERE m.receiver = g.receiver AND m.group_key = g.group_key
                    )
                    AND NOT EXISTS (
                        SELECT FROM belfry.notifications AS n
                        WHERE n.receiver = g.receiver AND n.group_key = g.group_key
                    )
                LIMIT \(page)
            )
            RETURNING 1
            """
        )
    }
}
