internal import BelfryCore
internal import Libpq

extension DispatchQueries {
    /// The columns `decodeGroups` reads, of a table called `g`.
    private static let groupColumns: StaticString = """
        g.receiver, g.group_key, g.group_labels, g.group_interval_ms, g.repeat_interval_ms, g.next_flush_at,
        g.flush_number, g.last_notified_at, g.sent_firing, g.sent_resolved, g.is_final
        """

    static func groups(_ ids: [GroupID]) -> Query {
        Query(
            "dispatch.groups",
            """
            SELECT \(literal: groupColumns)
            FROM belfry.notification_groups AS g
            JOIN unnest(\(ids.map(\.receiver)), \(ids.map(\.key))) AS wanted (receiver, group_key)
                ON g.receiver = wanted.receiver AND g.group_key = wanted.group_key
            """
        )
    }

    static func due(_ receivers: [String], now: Instant, limit: Int64) -> Query {
        Query(
            "dispatch.due",
            """
            SELECT \(literal: groupColumns)
            FROM belfry.notification_groups AS g
            WHERE g.next_flush_at <= \(now) AND g.receiver = ANY(\(receivers))
            ORDER BY g.next_flush_at
            LIMIT \(limit)
            """
        )
    }

    static func nextDue(of receivers: [String]) -> Query {
        Query(
            "dispatch.next_due",
            """
            SELECT min(g.next_flush_at)
            FROM belfry.notification_groups AS g
            WHERE g.receiver = ANY(\(receivers)) AND g.next_flush_at < 'infinity'
            """
        )
    }

    static func decodeGroups(_ rows: Rows) throws -> [GroupState] {
        try rows.map { row in
            let v = try row.decode(
                String.self,
                String.self,
                PostgresJSON.self,
                Int64.self,
                Int64.self,
                Instant.self,
                Int64.self,
                Instant?.self,
                [UInt8].self,
                [UInt8].self,
                Bool.self
            )
            guard let labels = TextsDocument.texts(json: v.2.utf8) else {
                throw StoreCorruption(table: "notification_groups", key: v.1)
            }
            return GroupState(
                receiver: v.0,
                key: v.1,
                labels: LabelSet(labels),
                groupInterval: .milliseconds(v.3),
                repeatInterval: .milliseconds(v.4),
                nextFlushAt: v.5,
                flushNumber: v.6,
                lastNotifiedAt: v.7,
                sentFiring: TokenColumn.decode(v.8),
                sentResolved: TokenColumn.decode(v.9),
                isFinal: v.10
            )
        }
    }

    static func upsert(_ groups: [GroupState]) -> Query {
        Query(
            "dispatch.groups_upsert",
            """
            INSERT INTO belfry.notification_groups (
                receiver, group_key, group_labels, group_interval_ms, repeat_interval_ms, next_flush_at, flush_number,
                last_notified_at, sent_firing, sent_resolved, is_final
            )
            SELECT * FROM unnest(
                \(groups.map(\.receiver)), \(groups.map(\.key)), \(groups.map(labels)),
                \(groups.map { $0.groupInterval.microseconds / 1_000 }),
                \(groups.map { $0.repeatInterval.microseconds / 1_000 }), \(groups.map(\.nextFlushAt)),
                \(groups.map(\.flushNumber)), \(groups.map(\.lastNotifiedAt)),
                \(groups.map { TokenColumn.encode($0.sentFiring) }),
                \(groups.map { TokenColumn.encode($0.sentResolved) }), \(groups.map(\.isFinal))
            )
            ON CONFLICT (receiver, group_key) DO UPDATE SET
                group_interval_ms = excluded.group_interval_ms,
                repeat_interval_ms = excluded.repeat_interval_ms,
                next_flush_at = excluded.next_flush_at,
                flush_number = excluded.flush_number,
                last_notified_at = excluded.last_notified_at,
                sent_firing = excluded.sent_firing,
                sent_resolved = excluded.sent_resolved,
                is_final = excluded.is_final
            """
        )
    }

    static func members(of ids: [GroupID]) -> Query {
        Query(
            "dispatch.members",
            """
            SELECT \(literal: AlertColumns.columns), m.receiver, m.group_key, m.announced, m.held_back, k.acknowledged_by
            FROM belfry.group_members AS m
            JOIN unnest(\(ids.map(\.receiver)), \(ids.map(\.key))) AS wanted (receiver, group_key)
                ON m.receiver = wanted.receiver AND m.group_key = wanted.group_key
            JOIN belfry.alert_episodes AS a ON a.job_id = m.job_id AND a.alert_id = m.alert_id
            LEFT JOIN belfry.acknowledgements AS k ON k.job_id = m.job_id AND k.alert_id = m.alert_id
            ORDER BY a.alert_id
            """
        )
    }

    static func decodeMembers(_ rows: Rows) throws -> [GroupID: [GroupMember]] {
        var members: [GroupID: [GroupMember]] = [:]
        for (row, alert) in zip(rows, try AlertColumns.decode(rows)) {
            let group = GroupID(receiver: try row.get("receiver"), key: try row.get("group_key"))
            members[group, default: []].append(
                GroupMember(
                    alert: alert,
                    isAnnounced: try row.get("announced"),
                    heldBack: try row.get("held_back", as: String?.self).flatMap(HeldBack.init(rawValue:)),
                    acknowledgedBy: try row.get("acknowledged_by")
                )
            )
        }
        return members
    }

    private static func labels(_ group: GroupState) -> PostgresJSON {
        PostgresJSON(utf8: TextsDocument.json(group.labels.values))
    }
}
