public import BelfryCore
public import Libpq

/// Takes care of what is queued for receivers that are no longer configured anywhere.
public struct RemovedReceiverStore: Sendable {
    /// What was done.
    public struct Report: Hashable, Sendable {
        /// Notifications that now wait for the fallback.
        public var moved = 0
        /// Notifications given up because there is none.
        public var expired = 0
    }

    /// How long nobody must have served a channel: a replica that has it tries or postpones it more often than that.
    public static let patience = TimeSpan.minutes(5)

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Queues what waits on channels nobody serves for the channels of the fallback; without one, gives it up at
    /// `DeliveryStore.maximumAge`.
    ///
    /// Either way each has a row in the delivery log, and such a channel is no longer marked broken.
    public func sweep(configured: [String], fallback: [String]) async throws -> Report {
        try await pool.withConnection { connection in
            let rows = try await connection.pipeline([
                .begin,
                Query(
                    "removed.channels",
                    """
                    UPDATE belfry.channels AS c
                    SET broken_since = NULL, broken_reason = NULL, lease_token = gen_random_uuid(), lease_until = NULL
                    WHERE c.channel <> ALL(\(configured))
                        AND greatest(c.not_before, c.lease_until)
                            < clock_timestamp() - \(Self.patience.seconds) * interval '1 second'
                        AND (
                            c.broken_since IS NOT NULL
                            OR EXISTS (
                                SELECT FROM belfry.outbox AS o
                                WHERE o.channel = c.channel AND o.state = 'pending'
                                    AND o.created_at
                                        < clock_timestamp() - \(Self.patience.seconds) * interval '1 second'
                            )
                        )
                    """
                ),
                Self.take(hasFallback: !fallback.isEmpty, fallback: fallback),
                .commit,
            ])
            let (moved, expired) = try rows[2][0].decode(Int64.self, Int64.self)
            return Report(moved: Int(moved), expired: Int(expired))
        }
    }

    private static func take(hasFallback: Bool, fallback: [String]) -> Query {
        let error =
            hasFallback
            ? "the receiver is no longer configured: sent to the fallback"
            : "the receiver is no longer configured, and there is no fallback"
        return Query(
            "removed.take",
            """
            WITH taken AS (
                -- 1. out of the queues of the channels just found
                UPDATE belfry.outbox AS o
                SET state = CASE WHEN \(hasFallback) THEN 'skipped' ELSE 'expired' END,
                    finished_at = clock_timestamp()
                FROM belfry.channels AS c
                WHERE o.channel = c.channel AND c.xmin = pg_current_xact_id()::xid AND o.state = 'pending'
                    AND (
                        \(hasFallback)
                        OR o.created_at
                            < clock_timestamp() - \(DeliveryStore.maximumAge.seconds) * interval '1 second'
                    )
                RETURNING o.channel, o.notification_id, o.delivery_id, o.attempts, o.created_at, c.target
            ), logged AS (
                -- 2. on record
                INSERT INTO belfry.delivery_attempts (
                    channel, notification_id, delivery_id, attempt, target, lease_token, attempted_at, outcome, reason,
                    error
                )
                SELECT t.channel, t.notification_id, t.delivery_id, t.attempts + 1, t.target, gen_random_uuid(),
                    clock_timestamp(), 'rejected', 'receiver_removed', \(error)
                FROM taken AS t
            ), moved AS (
                -- 3. into the queues of the fallback
                INSERT INTO belfry.outbox (channel, notification_id, delivery_id, created_at)
                SELECT DISTINCT ON (f.channel, t.notification_id)
                    f.channel, t.notification_id, gen_random_uuid(), t.created_at
                FROM taken AS t
                CROSS JOIN unnest(\(fallback)) AS f (channel)
                ON CONFLICT DO NOTHING
            )
            SELECT count(*) FILTER (WHERE \(hasFallback)), count(*) FILTER (WHERE NOT \(hasFallback)) FROM taken
            """
        )
    }
}
