internal import BelfryCore
internal import Foundation
internal import Libpq

/// The statements about notifications somebody asked for.
enum NotificationQueries {
    /// Has channels tried at once that wait for another reason than that their chat has asked for it.
    static func hurry(_ channels: [String]) -> Query {
        Query(
            "notifications.hurry",
            """
            UPDATE belfry.channels AS c
            SET not_before = '-infinity'
            WHERE c.channel = ANY(\(channels)) AND c.not_before > clock_timestamp()
                AND NOT EXISTS (
                    SELECT FROM belfry.outbox AS o
                    JOIN belfry.delivery_attempts AS d
                        ON d.notification_id = o.notification_id AND d.channel = o.channel
                    WHERE o.channel = c.channel AND o.state = 'pending' AND d.reason = 'rate_limited'
                        AND d.next_attempt_at > clock_timestamp()
                )
            """
        )
    }

    /// The deliveries a reference names: channel, notification and state.
    static func deliveries(_ reference: NotificationReference) -> Query {
        switch reference {
        case .notification(let id):
            Query(
                "notifications.deliveries",
                """
                SELECT o.channel, o.notification_id, o.state FROM belfry.outbox AS o
                WHERE o.notification_id = \(id)
                """
            )
        case .delivery(let id):
            Query(
                "notifications.delivery",
                "SELECT o.channel, o.notification_id, o.state FROM belfry.outbox AS o WHERE o.delivery_id = \(id)"
            )
        }
    }

    /// The latest alert by an id or fingerprint.
    static func alert(_ reference: AlertReference) -> Query {
        Query(
            "notifications.alert",
            """
            SELECT \(literal: AlertColumns.columns)
            FROM belfry.alert_episodes AS a
            WHERE a.alert_id = \(reference.alertID)
                OR a.fingerprint = \(reference.fingerprint.map { Int64(bitPattern: $0) })
            ORDER BY a.alert_id DESC
            LIMIT 1
            """
        )
    }

    /// A notification under a new id, queued for some channels.
    static func copy(_ original: Int64, to id: Int64, channels: [String], now: Instant) -> [Query] {
        [
            Query(
                "notifications.copy",
                """
                INSERT INTO belfry.notifications (
                    notification_id, receiver, group_key, flush_number, reason, content, alertnames, job_ids, created_at
                )
                SELECT \(id), n.receiver, 'resend of ' || \(original), \(id), 'resend', n.content, n.alertnames, n.job_ids,
                    \(now)
                FROM belfry.notifications AS n
                WHERE n.notification_id = \(original)
                """
            ),
            Query(
                "notifications.copy_alerts",
                """
                INSERT INTO belfry.notification_alerts (job_id, alert_id, at, receiver, notification_id)
                SELECT DISTINCT a.job_id, a.alert_id, \(now), a.receiver, \(id)
                FROM belfry.notification_alerts AS a
                WHERE a.notification_id = \(original)
                """
            ),
            Query(
                "notifications.queue",
                """
                INSERT INTO belfry.outbox (channel, notification_id, delivery_id, created_at)
                SELECT c.channel, \(id), gen_random_uuid(), \(now) FROM unnest(\(channels)) AS c (channel)
                """
            ),
        ]
    }

    static func standing(of id: Int64) -> Query {
        Query(
            "notifications.standing",
            """
            SELECT o.delivery_id, c.integration, c.target, o.state, o.attempts, before.ahead, c.broken_since, d.outcome,
                d.attempted_at, d.latency_ms, d.response_code, d.response_excerpt, d.error, d.next_attempt_at
            FROM belfry.outbox AS o
            JOIN belfry.channels AS c ON c.channel = o.channel
            CROSS JOIN LATERAL (
                -- 1. what waits before it, and the first of that
                SELECT count(*) AS ahead, (array_agg(a.notification_id ORDER BY a.created_at, a.notification_id))[1] AS head
                FROM belfry.outbox AS a
                WHERE o.state = 'pending' AND a.channel = o.channel AND a.state = 'pending'
                    AND (a.created_at, a.notification_id) < (o.created_at, o.notification_id)
            ) AS before
            LEFT JOIN LATERAL (
                -- 2. the latest answer since it was queued
                SELECT * FROM belfry.delivery_attempts AS d
                WHERE d.channel = o.channel AND d.attempted_at >= o.created_at
                    AND d.notification_id = CASE WHEN o.attempts > 0 THEN o.notification_id ELSE before.head END
                ORDER BY d.attempt_id DESC
                LIMIT 1
            ) AS d ON true
            WHERE o.notification_id = \(id)
            ORDER BY o.channel
            """
        )
    }

    static func decodeStanding(_ rows: Rows) throws -> [DeliveryStanding] {
        try rows.map { row in
            let v = try row.decode(
                UUID.self,
                String.self,
                String.self,
                String.self,
                Int32.self,
                Int64.self,
                Instant?.self,
                String?.self,
                Instant?.self,
                Double?.self,
                Int32?.self,
                String?.self,
                String?.self,
                Instant?.self
            )
            return DeliveryStanding(
                deliveryID: v.0,
                integration: v.1,
                target: v.2,
                state: v.3,
                attempts: Int(v.4),
                ahead: v.5,
                brokenSince: v.6,
                outcome: v.7,
                attemptedAt: v.8,
                latencyMS: v.9,
                responseCode: v.10.map(Int.init),
                responseExcerpt: v.11,
                error: v.12,
                nextAttemptAt: v.13
            )
        }
    }
}
