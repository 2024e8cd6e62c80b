internal import BelfryCore
internal import Libpq

/// The statements about what is too old to be sent one by one.
enum BacklogQueries {
    /// What digests of a backlog have in the place of a group.
    static let groupKey = "backlog"

    /// The id of a digest, and the clock.
    static let identity = Query(
        "backlog.identity",
        "SELECT nextval('belfry.batch_ids') << 20, clock_timestamp()"
    )

    /// The channels with something too old, without an attempt under way.
    static func overdue(_ channels: [String], lock: Bool) -> Query {
        let free: SQL = """
            SELECT c.channel, c.receiver
            FROM belfry.channels AS c
            WHERE c.channel = ANY(\(channels))
                AND (c.lease_until IS NULL OR c.lease_until < clock_timestamp())
                AND EXISTS (
                    SELECT FROM belfry.outbox AS o
                    JOIN belfry.notifications AS n ON n.notification_id = o.notification_id
                    WHERE o.channel = c.channel AND o.state = 'pending' AND n.group_key <> \(groupKey)
                        AND o.created_at < clock_timestamp() - \(DeliveryStore.maximumAge.seconds) * interval '1 second'
                )
            """
        return lock
            ? Query("backlog.lock", "\(free) FOR UPDATE OF c SKIP LOCKED") : Query("backlog.overdue", free)
    }

    /// Gives up what is too old, the digest before among it, with a row in the log for each.
    ///
    /// Returns the notifications, how many messages they stand for, when the first and the last of those were decided, and the
    /// age of the youngest.
    static func expire(_ channel: String, digest: Int64) -> Query {
        Query(
            "backlog.expire",
            """
            WITH replaced AS (
                -- 1. out of the queue
                UPDATE belfry.outbox AS o
                SET state = 'expired', finished_at = clock_timestamp()
                FROM belfry.notifications AS n
                WHERE o.channel = \(channel) AND o.state = 'pending' AND n.notification_id = o.notification_id
                    AND (
                        n.group_key = \(groupKey)
                        OR o.created_at
                            < clock_timestamp() - \(DeliveryStore.maximumAge.seconds) * interval '1 second'
                    )
                RETURNING o.channel, o.notification_id, o.delivery_id, o.attempts, o.created_at, n.created_at AS decided_at,
                    n.content -> 'undelivered' AS undelivered, n.content ? 'isContinuation' AS is_continuation
            ), logged AS (
                -- 2. on record
                INSERT INTO belfry.delivery_attempts (
                    channel, notification_id, delivery_id, attempt, target, lease_token, attempted_at, outcome, reason, error
                )
                SELECT r.channel, r.notification_id, r.delivery_id, r.attempts + 1, c.target, gen_random_uuid(),
                    clock_timestamp(), 'rejected', 'expired', 'too old to be sent: told in digest ' || \(digest)
                FROM replaced AS r
                JOIN belfry.channels AS c ON c.channel = r.channel
            )
            SELECT array_agg(r.notification_id),
                greatest(
                    1,
                    sum(CASE WHEN r.is_continuation THEN 0 ELSE coalesce((r.undelivered ->> 'count')::bigint, 1) END)
                )::bigint,
                min(coalesce('epoch'::timestamptz
                    + (r.undelivered ->> 'from')::bigint * interval '1 microsecond', r.decided_at)),
                max(coalesce('epoch'::timestamptz
                    + (r.undelivered ->> 'to')::bigint * interval '1 microsecond', r.decided_at)),
                max(r.created_at)
            FROM replaced AS r
            """
        )
    }

    /// Notes that the alerts of some notifications are told by another.
    static func carryAlerts(_ ids: [Int64], to digest: Int64, receiver: String, now: Instant) -> Query {
        Query(
            "backlog.carry",
            """
            INSERT INTO belfry.notification_alerts (job_id, alert_id, at, receiver, notification_id)
            SELECT DISTINCT a.job_id, a.alert_id, \(now), \(receiver), \(digest)
            FROM belfry.notification_alerts AS a
            WHERE a.notification_id = ANY(\(ids))
            """
        )
    }

    /// The alerts of a notification as they stand now, as many as fit into memory without being felt.
    static func alerts(of id: Int64) -> Query {
        Query(
            "backlog.alerts",
            """
            SELECT \(literal: AlertColumns.columns)
            FROM belfry.notification_alerts AS n
            JOIN belfry.alert_episodes AS a ON a.job_id = n.job_id AND a.alert_id = n.alert_id
            WHERE n.notification_id = \(id)
            ORDER BY a.state = 'firing' DESC, a.alert_id
            LIMIT 10000
            """
        )
    }

    /// Queues the parts of a digest in the place of the youngest message it replaces.
    static func queue(_ ids: [Int64], channel: String, createdAt: Instant) -> Query {
        Query(
            "backlog.queue",
            """
            INSERT INTO belfry.outbox (channel, notification_id, delivery_id, created_at)
            SELECT \(channel), d.id, gen_random_uuid(), \(createdAt) FROM unnest(\(ids)) AS d (id)
            """
        )
    }
}
