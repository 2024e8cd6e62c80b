internal import BelfryCore
internal import Libpq

/// The statements of a dispatch round.
enum DispatchQueries {
    /// Identifies a row of `alert_transitions`.
    struct TransitionKey: Hashable, Sendable {
        var jobID: String
        var transitionID: Int64
    }

    /// A transition to be taken to its groups.
    struct TransitionRow: Sendable {
        /// The row; nil for an alert that is taken up without one.
        var key: TransitionKey?
        var kind: AlertTransition.Kind
        var alert: AlertEpisode
        var acknowledgedBy: String?
    }

    /// A member to be written, with its group.
    struct MemberRow: Sendable {
        var group: GroupID
        var member: GroupMember
    }

    /// An alert that is not in a message, and why.
    struct HeldRow: Sendable {
        var alert: AlertEpisode
        var receiver: String
        var reason: HeldBack
        var by: String?
    }

    /// The dispatch lock, the clock and the round's number.
    ///
    /// The lock is its own: ingest never waits for a round.
    static let begin = [
        // Compiling a plan over many partitions takes longer than running it.
        Query("dispatch.settings", "SELECT set_config('lock_timeout', '5s', true), set_config('jit', 'off', true)"),
        Query(
            "dispatch.lock",
            "SELECT pg_advisory_xact_lock(1650812007, 'belfry'::regnamespace::oid::integer)"
        ),
        Query("dispatch.header", "SELECT clock_timestamp(), nextval('belfry.batch_ids')"),
    ]

    /// Whether a replica with receivers is there, or was a moment ago and may come back: a restart takes seconds, and a machine
    /// that crashed a few minutes.
    static let otherReplicaSends = Query(
        "dispatch.others",
        """
        SELECT EXISTS (
            SELECT FROM belfry.coverage AS c
            WHERE c.last_heartbeat_at > clock_timestamp() - interval '5 minutes'
                AND c.has_receivers
                AND (NOT c.ended_cleanly OR c.last_heartbeat_at > clock_timestamp() - interval '1 minute')
        )
        """
    )

    /// Unprocessed transitions by state, never by a cursor on ids, with their alerts.
    static func unprocessed(limit: Int64) -> Query {
        Query(
            "dispatch.unprocessed",
            """
            SELECT \(literal: AlertColumns.columns), t.transition_id, t.kind, k.acknowledged_by
            FROM belfry.alert_transitions AS t
            JOIN belfry.alert_episodes AS a ON a.job_id = t.job_id AND a.alert_id = t.alert_id
            LEFT JOIN belfry.acknowledgements AS k ON k.job_id = t.job_id AND k.alert_id = t.alert_id
            WHERE t.processed_at IS NULL
            ORDER BY t.transition_id
            LIMIT \(limit)
            """
        )
    }

    static func decodeTransitions(_ rows: Rows) throws -> [TransitionRow] {
        try zip(rows, AlertColumns.decode(rows)).map { row, alert in
            let id = try row.get("transition_id", as: Int64.self)
            guard let kind = AlertTransition.Kind(rawValue: try row.get("kind")) else {
                throw StoreCorruption(table: "alert_transitions", key: String(id))
            }
            return TransitionRow(
                key: TransitionKey(jobID: alert.jobID, transitionID: id),
                kind: kind,
                alert: alert,
                acknowledgedBy: try row.get("acknowledged_by")
            )
        }
    }

    static func processed(_ keys: [TransitionKey], now: Instant) -> Query {
        Query(
            "dispatch.processed",
            """
            UPDATE belfry.alert_transitions AS t
            SET processed_at = \(now)
            FROM unnest(\(keys.map(\.jobID)), \(keys.map(\.transitionID))) AS done (job_id, transition_id)
            WHERE t.job_id = done.job_id AND t.transition_id = done.transition_id
            """
        )
    }

    /// Alerts that fire and are in no group of these receivers: none of them is going to be told of their end.
    static func firingWithoutGroup(of receivers: [String]) -> Query {
        Query(
            "dispatch.orphans",
            """
            SELECT \(literal: AlertColumns.columns)
            FROM belfry.alert_episodes AS a
            WHERE a.state = 'firing'
                AND NOT EXISTS (
                    SELECT FROM belfry.group_members AS m
                    WHERE m.job_id = a.job_id AND m.alert_id = a.alert_id AND m.receiver = ANY(\(receivers))
                )
                AND NOT EXISTS (
                    SELECT FROM belfry.alert_transitions AS t
                    WHERE t.job_id = a.job_id AND t.alert_id = a.alert_id AND t.processed_at IS NULL
                )
            """
        )
    }

    /// Alerts that fire, of some jobs or of all: what may mute others.
    static func firing(ofJobs jobIDs: [String], all: Bool) -> Query {
        Query(
            "dispatch.firing",
            """
            SELECT \(literal: AlertColumns.columns)
            FROM belfry.alert_episodes AS a
            WHERE a.state = 'firing' AND (\(all) OR a.job_id = ANY(\(Array(Set(jobIDs)))))
            ORDER BY a.alert_id
            """
        )
    }

    /// Has the groups looked at again in which something of these jobs is held back: what muted it may have ended.
    static func recheckInhibited(_ jobIDs: [String], now: Instant) -> Query {
        Query(
            "dispatch.recheck",
            """
            UPDATE belfry.notification_groups AS g
            SET next_flush_at = least(g.next_flush_at, \(now))
            FROM belfry.group_members AS m
            WHERE m.job_id = ANY(\(jobIDs)) AND m.held_back = 'inhibited'
                AND g.receiver = m.receiver AND g.group_key = m.group_key
            """
        )
    }

    /// Has the groups looked at again that a time interval keeps quiet.
    static func recheckMuted(now: Instant) -> Query {
        Query(
            "dispatch.recheck_muted",
            """
            UPDATE belfry.notification_groups AS g
            SET next_flush_at = least(g.next_flush_at, \(now))
            FROM belfry.group_members AS m
            WHERE m.held_back = 'muted' AND g.receiver = m.receiver AND g.group_key = m.group_key
            """
        )
    }

    static func insert(_ rows: [MemberRow]) -> Query {
        Query(
            "dispatch.members_insert",
            """
            INSERT INTO belfry.group_members (receiver, group_key, job_id, alert_id)
            SELECT * FROM unnest(
                \(rows.map(\.group.receiver)), \(rows.map(\.group.key)), \(rows.map(\.member.alert.jobID)),
                \(rows.map(\.member.alert.alertID))
            )
            ON CONFLICT DO NOTHING
            """
        )
    }

    static func record(_ rows: [HeldRow], now: Instant) -> Query {
        Query(
            "dispatch.record_held",
            """
            INSERT INTO belfry.notification_alerts (job_id, alert_id, at, receiver, suppressed, by)
            SELECT h.job_id, h.alert_id, \(now), h.receiver, h.suppressed, h.by
            FROM unnest(
                \(rows.map(\.alert.jobID)), \(rows.map(\.alert.alertID)), \(rows.map(\.receiver)),
                \(rows.map(\.reason.rawValue)), \(rows.map(\.by))
            ) AS h (job_id, alert_id, receiver, suppressed, by)
            """
        )
    }
}
