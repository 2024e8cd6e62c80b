public import Foundation
public import Libpq

/// Records when this replica is receiving.
public struct CoverageStore: Sendable {
    /// How often a replica says that it is there.
    public static let heartbeat = Duration.seconds(5)

    private let pool: ConnectionPool
    private let replica: UUID
    private let hasReceivers: @Sendable () -> Bool

    /// A store for a replica: a new id for every start.
    ///
    /// Whether it has receivers, which is asked each time, decides who sends (`DispatchStore`).
    public init(pool: ConnectionPool, replica: UUID, hasReceivers: @autoclosure @escaping @Sendable () -> Bool) {
        self.pool = pool
        self.replica = replica
        self.hasReceivers = hasReceivers
    }

    /// Says that the replica has been receiving until now, from its start on.
    public func beat() async throws {
        try await run(
            Query(
                "coverage.beat",
                """
                INSERT INTO belfry.coverage (replica, started_at, last_heartbeat_at, has_receivers)
                SELECT \(replica), coalesce(min(c.started_at), clock_timestamp()), clock_timestamp(), \(hasReceivers())
                FROM belfry.coverage AS c
                WHERE c.replica = \(replica)
                ON CONFLICT (replica, started_at) DO UPDATE SET last_heartbeat_at = excluded.last_heartbeat_at,
                    has_receivers = excluded.has_receivers
                """
            )
        )
    }

    /// Says that the replica answered 503 for the last `seconds`.
    public func refused(forSeconds seconds: Double) async throws {
        try await run(
            Query(
                "coverage.refused",
                """
                INSERT INTO belfry.coverage_gaps (replica, from_at, to_at)
                VALUES (\(replica), clock_timestamp() - \(seconds) * interval '1 second', clock_timestamp())
                ON CONFLICT DO NOTHING
                """
            )
        )
    }

    /// Says that the replica has stopped with everything answered.
    public func end() async throws {
        try await run(
            Query(
                "coverage.end",
                """
                UPDATE belfry.coverage
                SET ended_cleanly = true, last_heartbeat_at = clock_timestamp()
                WHERE replica = \(replica)
                """
            )
        )
    }

    private func run(_ query: Query) async throws {
        try await pool.withConnection { connection in
            _ = try await connection.query(query)
        }
    }
}
