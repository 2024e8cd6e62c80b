internal import BelfryCore
internal import Libpq

extension DispatchQueries {
    /// A message to be written.
    struct MessageRow: Sendable {
        var id: Int64
        var receiver: String
        var groupKey: String
        var flushNumber: Int64
        var reason: NotificationReason
        var content: PostgresJSON
        var alerts: [AlertEpisode]
    }

    /// Everything the flushes of one round write but their messages.
    static func write(_ flushes: [GroupFlush], now: Instant) -> [Query] {
        guard !flushes.isEmpty else { return [] }
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
        return queries
    }

    /// Writes messages and puts them into the outbox of each of their receivers' channels.
    static func write(_ messages: [MessageRow], channels: [String: [String]], now: Instant) -> [Query] {
        messages.isEmpty ? [] : [insert(messages, now), told(messages, now), outbox(messages, channels, now)]
    }

    static func insert(_ messages: [MessageRow], _ now: Instant) -> Query {
        // Names and jobs go as one text each, since unnest would flatten an array of arrays.
        let separator = "\u{1F}"
        let names = messages.map { unique($0.alerts.map(\.alertname)).joined(separator: separator) }
        let jobs = messages.map { unique($0.alerts.map(\.jobID)).joined(separator: separator) }
        return Query(
            "dispatch.notifications",
            """
            INSERT INTO belfry.notifications (
                notification_id, receiver, group_key, flush_number, reason, content, created_at, alertnames, job_ids
            )
            SELECT n.notification_id, n.receiver, n.group_key, n.flush_number, n.reason, n.content, \(now),
                string_to_array(n.alertnames, \(separator)), string_to_array(n.job_ids, \(separator))
            FROM unnest(
                \(messages.map(\.id)), \(messages.map(\.receiver)), \(messages.map(\.groupKey)),
                \(messages.map(\.flushNumber)), \(messages.map(\.reason.rawValue)),
                \(messages.map(\.content)), \(names), \(jobs)
            ) AS n (
                notification_id, receiver, group_key, flush_number, reason, content, alertnames, job_ids
            )
            """
        )
    }

    private static func told(_ messages: [MessageRow], _ now: Instant) -> Query {
        let rows = messages.flatMap { message in message.alerts.map { (message, $0) } }
        return Query(
            "dispatch.told",
            """
            INSERT INTO belfry.notification_alerts (job_id, alert_id, at, receiver, notification_id)
            SELECT t.job_id, t.alert_id, \(now), t.receiver, t.notification_id
            FROM unnest(
                \(rows.map(\.1.jobID)), \(rows.map(\.1.alertID)), \(rows.map(\.0.receiver)),
                \(rows.map(\.0.id))
            ) AS t (job_id, alert_id, receiver, notification_id)
            """
        )
    }

    private static func outbox(_ messages: [MessageRow], _ channels: [String: [String]], _ now: Instant) -> Query {
        let rows = messages.flatMap { message in
            (channels[message.receiver] ?? []).map { (message.id, $0) }
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

extension DispatchQueries.MessageRow {
    /// The message of a group, in as many parts as it takes.
    static func parts(
        of flush: GroupFlush,
        _ reason: NotificationReason,
        firstID: Int64,
        now: Instant,
        _ background: AlertBackground
    ) throws -> [DispatchQueries.MessageRow] {
        let contents = NotificationContent.parts(
            receiver: flush.group.receiver,
            groupKey: flush.group.key,
            groupLabels: flush.group.labels.values,
            reason: reason,
            alerts: flush.told,
            at: now,
            background: background
        )
        return try rows(contents, of: flush.told, firstID: firstID) { index in
            // A group's flush is one row, by its key; further parts have keys of their own.
            (index == 0 ? flush.group.key : "\(flush.group.key) part \(index + 1)", flush.group.flushNumber)
        }
    }

    /// The list of what exceeded a receiver's `burst_limit`, in as many parts as it takes.
    static func parts(
        ofList alerts: [AlertEpisode],
        to receiver: String,
        firstID: Int64,
        now: Instant,
        _ background: AlertBackground
    ) throws -> [DispatchQueries.MessageRow] {
        // Of no group: a key that no route has, and a number that is used once.
        let key = "burst"
        let contents = NotificationContent.parts(
            receiver: receiver,
            groupKey: key,
            groupLabels: [:],
            reason: .digest,
            alerts: alerts,
            at: now,
            background: background
        )
        return try rows(contents, of: alerts, firstID: firstID) { index in (key, firstID + Int64(index)) }
    }

    /// A row for each part of a message, with the alerts that are in it.
    static func rows(
        _ contents: [NotificationContent],
        of alerts: [AlertEpisode],
        firstID: Int64,
        identity: (Int) -> (groupKey: String, flushNumber: Int64)
    ) throws -> [DispatchQueries.MessageRow] {
        let byID = Dictionary(alerts.map { ($0.alertID, $0) }, uniquingKeysWith: { first, _ in first })
        return try contents.enumerated().map { index, content in
            let identity = identity(index)
            return DispatchQueries.MessageRow(
                id: firstID + Int64(index),
                receiver: content.receiver,
                groupKey: identity.groupKey,
                flushNumber: identity.flushNumber,
                reason: content.reason,
                content: try JSONColumn.encode(content),
                alerts: content.alerts.compactMap { byID[$0.alertID] }
            )
        }
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
