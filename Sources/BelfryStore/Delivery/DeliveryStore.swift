public import BelfryCore
internal import Foundation
public import Libpq

/// The outbox: claims attempts with leases and records what they came to.
public struct DeliveryStore: Sendable {
    /// How long an attempt may take before another replica may try: longer than any request's time limit.
    public static let lease = TimeSpan.seconds(15)
    /// An undelivered notification older than this is noise: a digest takes its place.
    public static let maximumAge = TimeSpan.hours(24)

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Makes the channels known; called at every start.
    ///
    /// One that is marked broken is tried at once: it may be configured anew.
    public func register(_ channels: [ChannelSpec]) async throws {
        try await pool.withConnection { connection in
            _ = try await connection.query(
                Query(
                    "channels.register",
                    """
                    INSERT INTO belfry.channels (channel, receiver, integration, target)
                    SELECT * FROM unnest(
                        \(channels.map(\.channel)), \(channels.map(\.receiver)), \(channels.map(\.integration)),
                        \(channels.map(\.target))
                    )
                    ON CONFLICT (channel) DO UPDATE SET
                        target = excluded.target,
                        not_before = CASE
                            WHEN channels.broken_since IS NULL THEN channels.not_before ELSE '-infinity'
                        END
                    """
                )
            )
        }
    }

    /// Claims the oldest pending notification of up to `limit` free channels; returns after COMMIT, so that every attempt is on
    /// record before its socket opens.
    ///
    /// An attempt whose lease has run out becomes `unknown`, and the same notification is claimed again under the same delivery id.
    public func claim(_ channels: [String], limit: Int) async throws -> [DeliveryClaim] {
        // Counted from before the claim, so that it never ends later than the database's.
        let leaseEnds = ContinuousClock.now + .microseconds(Self.lease.microseconds)
        return try await pool.withConnection { connection in
            let rows = try await connection.pipeline([
                .begin, DeliveryQueries.lease(channels, limit: Int64(limit)),
                DeliveryQueries.abandon(channels), DeliveryQueries.attempts(channels), .commit,
            ])
            return try DeliveryQueries.decode(rows[3], leaseEnds: leaseEnds)
        }
    }

    /// Records what an attempt came to and frees its channel; false where its lease had already gone to another.
    @discardableResult
    public func complete(_ claim: DeliveryClaim, _ record: DeliveryRecord) async throws -> Bool {
        try await pool.withConnection { connection in
            let rows = try await connection.pipeline(
                [.begin] + DeliveryQueries.complete(claim, record) + [.commit]
            )
            return rows[1].count == 1
        }
    }

    /// When the next attempt of these channels is due; nil if nothing is pending.
    public func nextDue(_ channels: [String]) async throws -> (due: Instant, now: Instant)? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(DeliveryQueries.nextDue(channels))
            let (due, now) = try rows[0].decode(Instant?.self, Instant.self)
            return due.map { ($0, now) }
        }
    }
}
