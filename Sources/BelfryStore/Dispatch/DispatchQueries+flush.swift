internal import BelfryCore
internal import Libpq

extension DispatchQueries {
    /// A message to be written.
    private struct MessageRow {
        var id: Int64
        var flush: GroupFlush
        var reason: NotificationReason
        var content: PostgresJSON
    }

    /// Everything the flushes of one round write.
    static func write(
        _ flushes: [GroupFlush],
        channels: [String: [String]],
        batchID: Int64,
        now: Instant
    ) throws -> [Query] {
        var queries = [upsert(flushes.map(\.group))]
        let leaving = flushes.flatMap { flush in flush.leaving.map { MemberRow(flush, $0) } }
        if !leaving.isEmpty { queries.append(delete(leaving)) }
        let staying = flushes.flatMap { flush in
            flush.members.map {
                MemberRow(group: GroupID(receiver: flush.group.receiver, key: flush.group.key), member: $0)
            }
        }
        if !staying.isEmpty { queries.append(update(staying)) }
        let held = flushes.flatMap { flush in
            flush.held.map { HeldRow(alert: $0.alert, receiver: flush.group.receiver, reason: $0.reason, by: $0.by) }
        }
        if !held.isEmpty { queries.append(record(held, now: now)) }
        let messages = try flushes.compactMap { flush in flush.reason.map { (flush, $0) } }
            .enumerated().map { index, entry in try message(entry.0, entry.1, id: batchID << 20 + Int64(index), now) }
        guard !messages.isEmpty else { return queries }
        return queries + [insert(messages, now), told(messages, now), outbox(messages, channels, now)]
    }

    private static func message(
        _ flush: GroupFlush,
        _ reason: NotificationReason,
        id: Int64,
        _ now: Instant
    ) throws -> MessageRow {
        let content = NotificationContent(
            receiver: flush.group.receiver,
            groupKey: flush.group.key,
            groupLabels: flush.group.labels.values,
            reason: reason,
            alerts: flush.told,
            at: now
        )
        return MessageRow(id: id, flush: flush, reason: reason, content: try JSONColumn.encode(content))
    }

    private static func insert(_ messages: [MessageRow], _ now: Instant) -> Query {
        // Names and jobs go as one text each, since unnest would flatten an array of arrays.
        let separator = "\u{1F}"
        let names = messages.map { unique($0.flush.told.map(\.alertname)).joined(separator: separator) }
        let jobs = messages.map { unique($0.flush.told.map(\.jobID)).joined(separator: separator) }
        return Query(
            "dispatch.notifications",
            """
            INSERT INTO belfry.notifications (
                notification_id, receiver, group_key, flush_number, reason, content, created_at, alertnames, job_ids
            )
            SELECT n.notification_id, n.receiver, n.group_key, n.flush_number, n.reason, n.content, \(now),
                string_to_array(n.alertnames, \(separator)), string_to_array(n.job_ids, \(separator))
            FROM unnest(
                \(messages.map(\.id)), \(messages.map(\.flush.group.receiver)), \(messages.map(\.flush.group.key)),
                \(messages.map(\.flush.group.flushNumber)), \(messages.map(\.reason.rawValue)),
                \(messages.map(\.content)), \(names), \(jobs)
            ) AS n (
                notification_id, receiver, group_key, flush_number, reason, content, alertnames, job_ids
            )
            """
        )
    }

    private static func told(_ messages: [MessageRow], _ now: Instant) -> Query {
        let rows = messages.flatMap { message in message.flush.told.map { (message, $0) } }
        return Query(
            "dispatch.told",
            """
            INSERT INTO belfry.notification_alerts (job_id, alert_id, at, receiver, notification_id)
            SELECT t.job_id, t.alert_id, \(now), t.receiver, t.notification_id
            FROM unnest(
                \(rows.map(\.1.jobID)), \(rows.map(\.1.alertID)), \(rows.map(\.0.flush.group.receiver)),
                \(rows.map(\.0.id))
            ) AS t (job_id, alert_id, receiver, notification_id)
            """
        )
    }

    private static func outbox(_ messages: [MessageRow], _ channels: [String: [String]], _ now: Instant) -> Query {
        let rows = messages.flatMap { message in
            (channels[message.flush.group.receiver] ?? []).map { (message.id, $0) }
        }
        return Query(
            "dispatch.outbox",
            """
            INSERT INTO belfry.outbox (channel, notification_id, delivery_id, created_at)
            SELECT o.channel, o.notification_id, gen_random_uuid(), \(now)
            FROM unnest(\(rows.map(\.1)), \(rows.map(\.0))) AS o (channel, notification_id)
            """
        )
    }

    private static func delete(_ rows: [MemberRow]) -> Query {
        Query(
            "dispatch.members_delete",
            """
            DELETE FROM belfry.group_members AS m
            USING unnest(
                \(rows.map(\.group.receiver)), \(rows.map(\.group.key)), \(rows.map(\.member.alert.jobID)),
                \(rows.map(\.member.alert.alertID))
            ) AS gone (receiver, group_key, job_id, alert_id)
            WHERE m.receiver = gone.receiver AND m.group_key = gone.group_key
                AND m.job_id = gone.job_id AND m.alert_id = gone.alert_id
            """
        )
    }

    private static func update(_ rows: [MemberRow]) -> Query {
        Query(
            "dispatch.members_update",
            """
            UPDATE belfry.group_members AS m
            SET announced = now_is.announced, held_back = now_is.held_back
            FROM unnest(
                \(rows.map(\.group.receiver)), \(rows.map(\.group.key)), \(rows.map(\.member.alert.jobID)),
                \(rows.map(\.member.alert.alertID)), \(rows.map(\.member.isAnnounced)),
                \(rows.map { $0.member.heldBack?.rawValue })
            ) AS now_is (receiver, group_key, job_id, alert_id, announced, held_back)
            WHERE m.receiver = now_is.receiver AND m.group_key = now_is.group_key
                AND m.job_id = now_is.job_id AND m.alert_id = now_is.alert_id
                AND (m.announced, m.held_back) IS DISTINCT FROM (now_is.announced, now_is.held_back)
            """
        )
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}

extension DispatchQueries.MemberRow {
    fileprivate init(_ flush: GroupFlush, _ alert: AlertEpisode) {
        self.init(
            group: GroupID(receiver: flush.group.receiver, key: flush.group.key),
            member: GroupMember(alert: alert)
        )
    }
}
