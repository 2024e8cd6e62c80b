public import BelfryCore
internal import Foundation
public import Libpq

/// Keeps silences; every replica reads them at each round.
public struct SilenceStore: Sendable {
    /// Why a silence was not changed.
    public enum Refusal: Error, Hashable, Sendable {
        /// There is none with this id.
        case notFound
        /// It has ended already.
        case expired
    }

    /// How long a silence that has ended is kept, as Alertmanager does.
    private static let retention = "120 hours"

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Every silence that is kept, those that end last first, and the database's time.
    public func all() async throws -> (silences: [Silence], now: Instant) {
        try await pool.withConnection { connection in
            let rows = try await connection.pipeline([SilenceQueries.all, SilenceQueries.clock])
            return (try SilenceQueries.decode(rows[0]), try rows[1][0].decode(Instant.self))
        }
    }

    /// Stores a silence and returns its id.
    ///
    /// Without an id it is new. With one the silence of that id is changed; where its matchers change or it has ended, it ends and a
    /// new one takes its place, so that what it silenced stays on record.
    public func put(_ silence: Silence, replacing id: String?) async throws -> String {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                var silence = silence
                let now = try await connection.query(SilenceQueries.clock)[0].decode(Instant.self)
                silence.updatedAt = now
                silence.startsAt = max(silence.startsAt, now)
                if let id {
                    guard let old = try await find(id, on: connection) else { throw Refusal.notFound }
                    if old.matchers == silence.matchers, old.state(at: now) != .expired {
                        silence.id = old.id
                        if old.state(at: now) == .active { silence.startsAt = old.startsAt }
                        _ = try await connection.query(try SilenceQueries.upsert(silence))
                        return silence.id
                    }
                    if old.state(at: now) != .expired { try await end(old, at: now, on: connection) }
                }
                silence.id = UUID().uuidString.lowercased()
                _ = try await connection.query(try SilenceQueries.upsert(silence))
                _ = try await connection.query(
                    Query(
                        "silences.forget",
                        "DELETE FROM belfry.silences WHERE ends_at < clock_timestamp() - \(Self.retention)::interval"
                    )
                )
                return silence.id
            }
        }
    }

    /// Ends a silence now.
    public func expire(_ id: String) async throws {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let now = try await connection.query(SilenceQueries.clock)[0].decode(Instant.self)
                guard let silence = try await find(id, on: connection) else { throw Refusal.notFound }
                guard silence.state(at: now) != .expired else { throw Refusal.expired }
                try await end(silence, at: now, on: connection)
            }
        }
    }

    private func find(_ id: String, on connection: Connection) async throws -> Silence? {
        guard let uuid = UUID(uuidString: id) else { return nil }
        return try SilenceQueries.decode(try await connection.query(SilenceQueries.find(uuid))).first
    }

    private func end(_ silence: Silence, at now: Instant, on connection: Connection) async throws {
        var silence = silence
        silence.startsAt = min(silence.startsAt, now)
        silence.endsAt = now
        silence.updatedAt = now
        _ = try await connection.query(try SilenceQueries.upsert(silence))
    }
}
