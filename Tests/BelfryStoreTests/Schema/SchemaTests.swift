import BelfryTestSupport
import Foundation
import Libpq
import Testing

@testable import BelfryStore

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct SchemaTests {
    /// Distributed by `job_id`; everything else is local.
    private static let distributed = [
        "job_states", "execution_keys", "executions", "deadlines", "alert_episodes", "alert_transitions",
        "acknowledgements", "trigger_firings", "trigger_attempts", "hourly_rollups", "daily_rollups", "absences",
        "imported_log_rows", "minute_rollups", "trigger_arrivals",
    ]

    @Test func migratingTwiceOrTwoAtOnceDoesNoHarm() async throws {
        try await TestDatabase.with(named: "migrate") { database async throws in
            let configuration = try ConnectionConfiguration(connectionString: database.connectionString)
            let outcomes = try await withThrowingTaskGroup(of: Migrator.Outcome.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        let connection = try await Connection.connect(configuration)
                        let outcome = try await Migrator.migrate(connection)
                        await connection.close()
                        return outcome
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0.from == 0 }.count == 1)
            #expect(outcomes.allSatisfy { $0.to == Migrator.currentVersion })
        }
    }

    @Test func aNewerDatabaseIsRefusedUnlessItSaysItIsCompatible() async throws {
        try await TestDatabase.with(named: "newer") { database async throws in
            let connection = try await Connection.connect(
                ConnectionConfiguration(connectionString: database.connectionString)
            )
            try await Migrator.migrate(connection)
            try await connection.script(
                """
                INSERT INTO belfry.schema_migrations VALUES (99, 'later');
                UPDATE belfry.control SET compatible_version = 99;
                """,
                name: "test"
            )
            await #expect(throws: SchemaError.newer(database: 99, binary: Migrator.currentVersion)) {
                try await Migrator.migrate(connection)
            }
            try await connection.script("UPDATE belfry.control SET compatible_version = 1", name: "test")
            #expect(try await Migrator.migrate(connection).to == 99)
            await connection.close()
        }
    }

    @Test func anUpgradeKeepsWhatMakesADeliveryCountOnce() async throws {
        try await TestDatabase.with(named: "order_keys") { database async throws in
            let connection = try await Connection.connect(
                ConnectionConfiguration(connectionString: database.connectionString)
            )
            try await Self.migrate(connection, to: 14)
            let key = "INSERT INTO belfry.execution_keys VALUES ('job-1', 'a', 0, now(), 7)"
            try await connection.script(key, name: "test")
            #expect(try await Migrator.migrate(connection) == Migrator.Outcome(from: 14, to: Migrator.currentVersion))
            let error = await #expect(throws: PostgresError.self) { try await connection.script(key, name: "test") }
            #expect(error?.sqlState == .uniqueViolation)
            try await connection.script(
                "INSERT INTO belfry.execution_keys VALUES ('job-2', 'a', 0, now(), 7), ('job-1', 'a', 1, now(), 7)",
                name: "test"
            )
            await connection.close()
        }
    }

    /// What a binary built for an earlier version has left.
    private static func migrate(_ connection: Connection, to version: Int) async throws {
        try await connection.script(
            """
            CREATE SCHEMA belfry;
            CREATE TABLE belfry.schema_migrations (
                version integer PRIMARY KEY,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            """,
            name: "test"
        )
        for migration in EmbeddedMigrations.all where migration.version <= version {
            try await connection.script(migration.sql, name: migration.name)
            try await connection.query(
                Query(
                    "test",
                    "INSERT INTO belfry.schema_migrations VALUES (\(Int32(migration.version)), \(migration.name))"
                )
            )
        }
    }

    @Test func uniqueKeysOfDistributedTablesHoldTheJob() async throws {
        try await IngestBench.with("keys") { bench async throws in
            let missing = try await bench.value(
                String?.self,
                """
                SELECT string_agg(i.indexrelid::regclass::text, ', ')
                FROM pg_index AS i
                WHERE i.indrelid = ANY(\(Self.distributed.map { "belfry.\($0)" })::text[]::regclass[])
                    AND i.indisunique
                    AND NOT EXISTS (
                        SELECT FROM pg_attribute AS a
                        WHERE a.attrelid = i.indrelid AND a.attname = 'job_id' AND a.attnum = ANY(i.indkey)
                    )
                """
            )
            #expect(missing == nil)
        }
    }

    // What Citus asks of statements on distributed tables.
    @Test(arguments: ["Ingest", "Import", "Rollups"])
    func everyStatementThatWritesADistributedTableNamesItsJob(_ folder: String) throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/BelfryStore/\(folder)")
        let tables = Self.distributed.joined(separator: "|")
        let writes = try Regex(#"(INSERT INTO|UPDATE|DELETE FROM) belfry\.(\#(tables))\b"#)
        let conflict = try Regex(#"ON CONFLICT \(([^)]*)\)"#, as: (Substring, Substring).self)
        let insideOthers = try Regex(#"AS (MATERIALIZED )?\(\s*(INSERT|UPDATE|DELETE)"#)
        var found = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
                .replacing("\\(unit.table)", with: "belfry.hourly_rollups")
            let literals = text.components(separatedBy: "\"\"\"").enumerated().filter { $0.offset % 2 == 1 }.map(
                \.element
            )
            for statement in literals where statement.contains(writes) {
                found += 1
                #expect(statement.contains("job_id"), "\(file): \(statement)")
                #expect(!statement.contains("FOR UPDATE"), "\(file): \(statement)")
                #expect(!statement.contains(insideOthers), "\(file): \(statement)")
                for match in statement.matches(of: conflict) {
                    #expect(match.output.1.contains("job_id"), "\(file): \(statement)")
                }
            }
        }
        #expect(found >= 3)
    }

    @Test func theEmbeddedMigrationsAreTheFiles() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../schema"
        )
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
        #expect(files.sorted() == EmbeddedMigrations.all.map { $0.name + ".sql" })
        for migration in EmbeddedMigrations.all {
            let file = folder.appendingPathComponent(migration.name + ".sql")
            #expect(migration.sql == (try String(contentsOf: file, encoding: .utf8)))
        }
    }
}
