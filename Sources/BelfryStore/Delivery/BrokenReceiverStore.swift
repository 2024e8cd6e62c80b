internal import BelfryCore
public import Libpq

/// Raises and ends the built-in alert about receivers that cannot be reached any more.
public struct BrokenReceiverStore: Sendable {
    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Brings the alerts in line with the channels that are marked broken; returns after COMMIT whether the dispatcher has
    /// something to do.
    ///
    /// Takes the writer's lock only where there is a difference.
    public func report() async throws -> Bool {
        try await pool.withConnection { connection in
            let seen = try await connection.pipeline(Self.reads)
            guard try !Self.decide(seen, batchID: 0, now: Instant(microseconds: 0)).transitions.isEmpty else {
                return false
            }
            return try await connection.transaction { connection in
                let read = try await connection.pipeline(Array(WriterLock.queries.dropFirst()) + Self.reads)
                let header = try WriterLock.Header(read[2])
                let decision = try Self.decide(Array(read[3...]), batchID: header.batchID, now: header.now)
                try await connection.pipeline(DecisionQueries.all(decision, header: header))
                return !decision.transitions.isEmpty
            }
        }
    }

    private static let reads = [
        Query(
            "channels.broken",
            """
            SELECT c.receiver, c.integration, (array_agg(c.target ORDER BY c.broken_since, c.channel))[1],
                (array_agg(coalesce(c.broken_reason, '') ORDER BY c.broken_since, c.channel))[1]
            FROM belfry.channels AS c
            WHERE c.broken_since IS NOT NULL
            GROUP BY c.receiver, c.integration
            ORDER BY c.receiver, c.integration
            """
        ),
        AlertColumns.selectOpen(alertnames: [BrokenReceiverDecider.alertname]),
    ]

    private static func decide(_ read: [Rows], batchID: Int64, now: Instant) throws -> BatchDecision {
        let broken = try read[0].map { row in
            let (receiver, integration, target, reason) = try row.decode(
                String.self,
                String.self,
                String.self,
                String.self
            )
            return BrokenReceiver(receiver: receiver, integration: integration, target: target, reason: reason)
        }
        return BrokenReceiverDecider.decide(broken, open: try AlertColumns.decode(read[1]), batchID: batchID, now: now)
    }
}
