internal import BelfryCore
internal import Foundation
internal import Libpq

/// The statements of the outbox.
enum DeliveryQueries {
    /// Leases channels that are free, not held up, and have something to send.
    static func lease(_ channels: [String], limit: Int64) -> Query {
        Query(
            "outbox.lease",
            """
            UPDATE belfry.channels AS c
            SET lease_token = gen_random_uuid(),
                lease_until = clock_timestamp() + \(interval(DeliveryStore.lease)) * interval '1 second'
            FROM (
                SELECT free.channel
                FROM belfry.channels AS free
                WHERE free.channel = ANY(\(channels))
                    AND free.not_before <= clock_timestamp()
                    AND (free.lease_until IS NULL OR free.lease_until < clock_timestamp())
                    AND EXISTS (
                        SELECT FROM belfry.outbox AS o WHERE o.channel = free.channel AND o.state = 'pending'
                    )
                ORDER BY free.not_before
                LIMIT \(limit)
                FOR UPDATE SKIP LOCKED
            ) AS due
            WHERE c.channel = due.channel
            """
        )
    }

    /// Attempts nobody holds a lease for any more: the answer, if any, is lost.
    static func abandon(_ channels: [String]) -> Query {
        Query(
            "outbox.abandon",
            """
            UPDATE belfry.delivery_attempts AS d
            SET outcome = 'unknown', error = 'the sender stopped before the answer was recorded'
            FROM belfry.channels AS c
            WHERE d.channel = ANY(\(channels)) AND d.outcome IS NULL AND c.channel = d.channel
                AND c.xmin = pg_current_xact_id()::xid AND d.lease_token <> c.lease_token
            """
        )
    }

    /// An attempt for the oldest pending notification of every channel leased in this transaction.
    static func attempts(_ channels: [String]) -> Query {
        Query(
            "outbox.attempts",
            """
            WITH head AS (
                -- 1. the oldest pending notification of each channel just leased; a digest has the age of what it replaces
                SELECT c.channel, c.target, c.lease_token, c.broken_since IS NOT NULL AS is_broken, o.notification_id,
                    o.delivery_id, o.attempts, o.created_at
                FROM belfry.channels AS c
                CROSS JOIN LATERAL (
                    SELECT * FROM belfry.outbox AS o
                    WHERE o.channel = c.channel AND o.state = 'pending'
                    ORDER BY o.created_at, o.notification_id
                    LIMIT 1
                ) AS o
                WHERE c.channel = ANY(\(channels)) AND c.xmin = pg_current_xact_id()::xid
            ), counted AS (
                -- 2. one more attempt
                UPDATE belfry.outbox AS o
                SET attempts = o.attempts + 1
                FROM head
                WHERE o.channel = head.channel AND o.notification_id = head.notification_id
            ), attempt AS (
                -- 3. on record before anything is sent
                INSERT INTO belfry.delivery_attempts (
                    channel, notification_id, delivery_id, attempt, target, lease_token, attempted_at
                )
                SELECT channel, notification_id, delivery_id, attempts + 1, target, lease_token, clock_timestamp()
                FROM head
                RETURNING attempt_id, channel, notification_id
            )
            SELECT attempt.attempt_id, head.channel, head.lease_token, head.notification_id, head.delivery_id,
                head.attempts + 1, head.created_at, head.is_broken,
                EXISTS (
                    SELECT FROM belfry.delivery_attempts AS d
                    WHERE d.notification_id = head.notification_id AND d.channel = head.channel
                        AND d.outcome = 'rejected'
                ),
                n.content
            FROM attempt
            JOIN head ON head.channel = attempt.channel
            JOIN belfry.notifications AS n ON n.notification_id = attempt.notification_id
            """
        )
    }

    static func decode(_ rows: Rows, leaseEnds: ContinuousClock.Instant) throws -> [DeliveryClaim] {
        try rows.map { row in
            let v = try row.decode(
                Int64.self,
                String.self,
                UUID.self,
                Int64.self,
                UUID.self,
                Int32.self,
                Instant.self,
                Bool.self,
                Bool.self,
                PostgresJSON.self
            )
            return DeliveryClaim(
                attemptID: v.0,
                channel: v.1,
                leaseToken: v.2,
                notificationID: v.3,
                deliveryID: v.4,
                attempt: Int(v.5),
                leaseEnds: leaseEnds,
                decidedAt: v.6,
                isChannelBroken: v.7,
                isMinimal: v.8,
                content: try JSONColumn.decode(NotificationContent.self, from: v.9)
            )
        }
    }

    /// Records outcome and outbox state and frees the channel, all of it only while the lease is still this attempt's.
    ///
    /// The first statement returns a row if it is; the channel's row is locked until the end of the transaction.
    static func complete(_ claim: DeliveryClaim, _ record: DeliveryRecord) -> [Query] {
        let (outcome, reason, final) = columns(of: record.outcome)
        let state = record.goesAgainMinimal ? nil : final
        let failed = outcome != "delivered"
        // A message that is taken or refused shows that the channel is there.
        let isThere = final != nil
        let broken = outcome == "channel_broken" ? record.error ?? reason : nil
        let pause = interval(record.pause)
        // The bucket is the time until which what was sent is paid for; what it may be ahead by is its burst.
        let cost = record.pace.map { interval($0.cost(of: record.requests)) } ?? 0
        let tolerance = record.pace.map { interval($0.tolerance) } ?? 0
        let isHeld: SQL = """
            EXISTS (
                SELECT FROM belfry.channels WHERE channel = \(claim.channel) AND lease_token = \(claim.leaseToken)
            )
            """
        return [
            Query(
                "outbox.fence",
                """
                SELECT channel
                FROM belfry.channels
                WHERE channel = \(claim.channel) AND lease_token = \(claim.leaseToken)
                FOR UPDATE
                """
            ),
            Query(
                "outbox.outcome",
                """
                UPDATE belfry.delivery_attempts
                SET outcome = \(outcome), reason = \(reason),
                    latency_ms = \(Double(record.latency.microseconds) / 1_000),
                    response_code = \(record.responseCode.map(Int32.init(clamping:))),
                    response_excerpt = \(record.responseExcerpt), error = \(record.error),
                    next_attempt_at = CASE WHEN \(state == nil)
                        THEN clock_timestamp() + \(pause) * interval '1 second' END
                WHERE attempt_id = \(claim.attemptID) AND \(isHeld)
                """
            ),
            Query(
                "outbox.finish",
                """
                UPDATE belfry.outbox
                SET state = coalesce(\(state), state),
                    finished_at = CASE WHEN \(state)::text IS NULL THEN NULL ELSE clock_timestamp() END
                WHERE channel = \(claim.channel) AND notification_id = \(claim.notificationID) AND state = 'pending'
                    AND \(isHeld)
                """
            ),
            Query(
                "outbox.release",
                """
                UPDATE belfry.channels
                SET lease_token = NULL, lease_until = NULL,
                    failures = CASE WHEN \(failed) THEN failures + 1 ELSE 0 END,
                    not_before = greatest(
                        clock_timestamp() + \(pause) * interval '1 second',
                        CASE WHEN \(cost) > 0
                            THEN greatest(paced_until, clock_timestamp()) + (\(cost) - \(tolerance)) * interval '1 second'
                        END
                    ),
                    paced_until = CASE WHEN \(cost) > 0
                        THEN greatest(paced_until, clock_timestamp()) + \(cost) * interval '1 second'
                        ELSE paced_until
                    END,
                    broken_since = CASE
                        WHEN \(isThere) THEN NULL
                        WHEN \(broken)::text IS NULL THEN broken_since
                        ELSE coalesce(broken_since, clock_timestamp())
                    END,
                    broken_reason = CASE WHEN \(isThere) THEN NULL ELSE coalesce(\(broken), broken_reason) END
                WHERE channel = \(claim.channel) AND lease_token = \(claim.leaseToken)
                """
            ),
        ]
    }

    static func nextDue(_ channels: [String]) -> Query {
        Query(
            "outbox.next_due",
            """
            SELECT min(greatest(c.not_before, c.lease_until)), clock_timestamp()
            FROM belfry.channels AS c
            WHERE c.channel = ANY(\(channels))
                AND EXISTS (SELECT FROM belfry.outbox AS o WHERE o.channel = c.channel AND o.state = 'pending')
            """
        )
    }

    /// `outcome`, `reason` and the outbox state; nil where the notification stays pending.
    private static func columns(of outcome: DeliveryOutcome) -> (String, String?, String?) {
        switch outcome {
        case .delivered: ("delivered", nil, "delivered")
        case .retry(let reason, _): ("retry", reason.rawValue, nil)
        case .rejected(let reason): ("rejected", reason.rawValue, "rejected")
        case .channelBroken(let reason): ("channel_broken", reason.rawValue, nil)
        case .unknown(let reason): ("unknown", reason.rawValue, nil)
        }
    }

    private static func interval(_ span: TimeSpan) -> Double { span.seconds }
}
