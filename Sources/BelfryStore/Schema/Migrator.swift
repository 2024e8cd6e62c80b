public import Libpq

/// Brings the database's schema to this binary's version.
public enum Migrator {
    /// The schema version this binary was built for.
    public static var currentVersion: Int { EmbeddedMigrations.all.map(\.version).max() ?? 0 }

    /// What a migration did.
    public struct Outcome: Hashable, Sendable {
        /// The version found; 0 for a new database.
        public var from: Int
        /// The version afterwards.
        public var to: Int
    }

    /// Applies the missing migrations in one transaction, under an advisory lock; a second run, or a second replica at the same
    /// time, finds nothing to do.
    ///
    /// Throws `SchemaError.newer` for a database a newer binary has migrated and not declared compatible with this one, and
    /// `SchemaError.unfinishedRestore` for one whose past a restore has not closed yet.
    @discardableResult
    public static func migrate(_ connection: Connection) async throws -> Outcome {
        try await connection.transaction { connection in
            try await lock(connection)
            guard try await !Restoration.isUnfinished(connection) else { throw SchemaError.unfinishedRestore }
            return try await apply(connection)
        }
    }

    /// What would keep a start from migrating and using the database; nil where nothing would.
    ///
    /// Changes nothing.
    public static func obstacle(on connection: Connection) async throws -> SchemaError? {
        if try await Restoration.isUnfinished(connection) { return .unfinishedRestore }
        let rows = try await connection.query(
            Query("migrate.exists", "SELECT to_regclass('belfry.schema_migrations') IS NOT NULL", prepared: false)
        )
        guard try rows[0].decode(Bool.self) else { return nil }
        let found = try await version(connection)
        guard found > currentVersion, try await compatibleVersion(connection) > currentVersion else { return nil }
        return .newer(database: found, binary: currentVersion)
    }

    /// Keeps others from migrating and from restoring until the transaction ends.
    static func lock(_ connection: Connection) async throws {
        try await connection.query(
            Query("migrate.lock", "SELECT pg_advisory_xact_lock(1113934918, 1)", prepared: false)
        )
    }

    /// Applies the missing migrations inside a transaction that holds the lock.
    static func apply(_ connection: Connection) async throws -> Outcome {
        try await connection.script(
            """
            CREATE SCHEMA IF NOT EXISTS belfry;
            CREATE TABLE IF NOT EXISTS belfry.schema_migrations (
                version integer PRIMARY KEY,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            """,
            name: "migrate.prepare"
        )
        let found = try await version(connection)
        if found > currentVersion, try await compatibleVersion(connection) > currentVersion {
            throw SchemaError.newer(database: found, binary: currentVersion)
        }
        for migration in EmbeddedMigrations.all where migration.version > found {
            try await connection.script(migration.sql, name: migration.name)
            try await connection.query(
                Query(
                    "migrate.record",
                    """
                    INSERT INTO belfry.schema_migrations (version, name)
                    VALUES (\(Int32(migration.version)), \(migration.name))
                    """
                )
            )
        }
        return Outcome(from: found, to: max(found, currentVersion))
    }

    private static func version(_ connection: Connection) async throws -> Int {
        let rows = try await connection.query(
            Query("migrate.version", "SELECT coalesce(max(version), 0) FROM belfry.schema_migrations", prepared: false)
        )
        return Int(try rows[0].decode(Int32.self))
    }

    private static func compatibleVersion(_ connection: Connection) async throws -> Int {
        let rows = try await connection.query(
            Query("migrate.compatible", "SELECT compatible_version FROM belfry.control", prepared: false)
        )
        return Int(try rows[0].decode(Int32.self))
    }
}
