public import Libpq

/// A backup on its way into a database, which is marked as unfinished until nothing is left to do.
///
/// The mark is a schema of its own, since a dump brings `belfry` along. While it stands, no start uses the database: it would ring
/// for the past. Steps of a restore that was killed are made good by running it again from the start.
public enum Restoration {
    /// Holds the mark and nothing else.
    static let mark = "belfry_restoring"

    /// Marks an empty database; one in which an earlier restore was not finished is emptied.
    ///
    /// The connection is to be kept until `finish`: it keeps a second restore out. Throws `RestorationError`.
    public static func begin(on connection: Connection) async throws {
        do {
            // The connection of a restore that was killed ends a moment after it.
            try await connection.query(
                Query("restore.alone", "SELECT pg_advisory_lock(1113934918, 2)", prepared: false),
                deadline: .now + .seconds(5)
            )
        } catch {
            guard error.kind == .deadlineExceeded else { throw error }
            throw RestorationError.underWay
        }
        try await connection.transaction { connection in
            try await Migrator.lock(connection)
            let isMarked = try await isUnfinished(connection)
            let isEmpty = try await isEmpty(connection)
            guard isMarked || isEmpty else { throw RestorationError.notEmpty }
            if !isMarked { try await connection.script("CREATE SCHEMA \(mark)", name: "restore.mark") }
            try await connection.script("DROP SCHEMA IF EXISTS belfry CASCADE", name: "restore.empty")
        }
    }

    /// Takes the mark away again where nothing has been restored, so that the database is as empty as it was.
    public static func abandon(on connection: Connection) async throws {
        try await connection.transaction { connection in
            try await Migrator.lock(connection)
            guard try await isEmpty(connection) else { return }
            try await connection.script("DROP SCHEMA IF EXISTS \(mark)", name: "restore.abandon")
        }
    }

    /// Migrates what the dump has brought, closes the past, and takes the mark away; returns after the one COMMIT of all three.
    public static func finish(on connection: Connection) async throws -> Migrator.Outcome {
        try await connection.transaction { connection in
            try await Migrator.lock(connection)
            let isEmpty = try await isEmpty(connection)
            guard !isEmpty else { throw RestorationError.nothingRestored }
            let outcome = try await Migrator.apply(connection)
            try await RestoredPast.close(on: connection)
            try await connection.script("DROP SCHEMA \(mark)", name: "restore.finished")
            return outcome
        }
    }

    /// Whether a restore was begun and not finished.
    public static func isUnfinished(_ connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            Query("restore.is_unfinished", "SELECT to_regnamespace(\(mark)) IS NOT NULL", prepared: false)
        )
        return try rows[0].decode(Bool.self)
    }

    /// Whether a database holds nothing of Belfry's: a backup is restored into one that does not.
    static func isEmpty(_ connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            Query("restore.is_empty", "SELECT to_regnamespace('belfry') IS NULL", prepared: false)
        )
        return try rows[0].decode(Bool.self)
    }
}
