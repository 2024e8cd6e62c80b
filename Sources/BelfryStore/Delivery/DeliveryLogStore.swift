internal import BelfryCore
internal import Foundation
public import Libpq

/// Reads the delivery log.
public struct DeliveryLogStore: Sendable {
    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// The attempts a filter lets through, newest first.
    public func entries(_ filter: DeliveryLogFilter) async throws -> [DeliveryLogEntry] {
        try await pool.withConnection { connection in
            try await connection.query(Self.select(filter)).map { row in
                let v = try row.decode(
                    UUID.self,
                    Int64.self,
                    String.self,
                    String.self,
                    String.self,
                    String.self,
                    Int32.self,
                    String?.self,
                    String?.self,
                    Instant.self,
                    Double?.self,
                    Int32?.self,
                    String?.self,
                    String?.self,
                    Instant?.self,
                    [String].self,
                    [String].self,
                    [String].self
                )
                return DeliveryLogEntry(
                    deliveryID: v.0,
                    notificationID: v.1,
                    receiver: v.2,
                    integration: v.3,
                    target: v.4,
                    reason: v.5,
                    attempt: Int(v.6),
                    outcome: v.7,
                    failure: v.8,
                    attemptedAt: v.9,
                    latencyMS: v.10,
                    responseCode: v.11.map(Int.init),
                    responseExcerpt: v.12,
                    error: v.13,
                    nextAttemptAt: v.14,
                    alertnames: v.15,
                    jobIDs: v.16,
                    jobNames: v.17
                )
            }
        }
    }

    private static func select(_ filter: DeliveryLogFilter) -> Query {
        Query(
            "deliveries.log",
            """
            SELECT d.delivery_id, d.notification_id, c.receiver, c.integration, d.target, n.reason, d.attempt, d.outcome,
                d.reason, d.attempted_at, d.latency_ms, d.response_code, d.response_excerpt, d.error, d.next_attempt_at,
                n.alertnames, n.job_ids,
                ARRAY(
                    SELECT coalesce(s.name, '')
                    FROM unnest(n.job_ids) WITH ORDINALITY AS u (job_id, place)
                    LEFT JOIN belfry.job_states AS s ON s.job_id = u.job_id COLLATE "C"
                    ORDER BY u.place
                )
            FROM belfry.delivery_attempts AS d
            JOIN belfry.channels AS c ON c.channel = d.channel
            JOIN belfry.notifications AS n ON n.notification_id = d.notification_id
            WHERE (\(filter.receiver)::text IS NULL OR c.receiver = \(filter.receiver))
                AND (
                    \(filter.job)::text IS NULL OR \(filter.job) = ANY(n.job_ids)
                    OR EXISTS (
                        SELECT FROM belfry.job_states AS j
                        WHERE j.name = \(filter.job) AND j.job_id = ANY(n.job_ids)
                    )
                )
                AND (NOT \(filter.isFailed) OR d.outcome <> 'delivered')
                AND (\(filter.since)::timestamptz IS NULL OR d.attempted_at >= \(filter.since))
            ORDER BY d.attempt_id DESC
            LIMIT \(Int64(filter.limit))
            """
        )
    }
}
