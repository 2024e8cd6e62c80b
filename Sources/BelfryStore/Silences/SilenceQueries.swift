internal import BelfryCore
internal import Foundation
internal import Libpq

/// The statements about silences.
enum SilenceQueries {
    private static let columns: StaticString =
        "s.silence_id, s.matchers, s.starts_at, s.ends_at, s.created_by, s.comment, s.updated_at"

    static let clock = Query("silences.clock", "SELECT clock_timestamp()")

    static let all = Query(
        "silences.all",
        "SELECT \(literal: columns) FROM belfry.silences AS s ORDER BY s.ends_at DESC, s.silence_id"
    )

    /// Those in force at a time.
    static func active(at now: Instant) -> Query {
        Query(
            "silences.active",
            """
            SELECT \(literal: columns) FROM belfry.silences AS s
            WHERE s.ends_at > \(now) AND s.starts_at <= \(now)
            ORDER BY s.silence_id
            """
        )
    }

    static func find(_ id: UUID) -> Query {
        Query(
            "silences.find",
            "SELECT \(literal: columns) FROM belfry.silences AS s WHERE s.silence_id = \(id) FOR UPDATE"
        )
    }

    static func upsert(_ silence: Silence) throws -> Query {
        guard let id = UUID(uuidString: silence.id) else {
            throw StoreCorruption(table: "silences", key: silence.id)
        }
        return Query(
            "silences.upsert",
            """
            INSERT INTO belfry.silences (silence_id, matchers, starts_at, ends_at, created_by, comment, updated_at)
            VALUES (
                \(id), \(try JSONColumn.encode(silence.matchers.map { MatcherFields($0) })), \(silence.startsAt),
                \(silence.endsAt), \(silence.createdBy), \(silence.comment), \(silence.updatedAt)
            )
            ON CONFLICT (silence_id) DO UPDATE SET
                starts_at = excluded.starts_at, ends_at = excluded.ends_at, created_by = excluded.created_by,
                comment = excluded.comment, updated_at = excluded.updated_at
            """
        )
    }

    static func decode(_ rows: Rows) throws -> [Silence] {
        try rows.map { row in
            let v = try row.decode(
                UUID.self,
                PostgresJSON.self,
                Instant.self,
                Instant.self,
                String.self,
                String.self,
                Instant.self
            )
            return Silence(
                id: v.0.uuidString.lowercased(),
                matchers: try JSONColumn.decode([MatcherFields].self, from: v.1).map { try $0.matcher() },
                startsAt: v.2,
                endsAt: v.3,
                createdBy: v.4,
                comment: v.5,
                updatedAt: v.6
            )
        }
    }
}
