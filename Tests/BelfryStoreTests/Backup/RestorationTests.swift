import BelfryCore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

@testable import BelfryStore

/// A restored copy tells nothing of the past, and nobody serves one that is not finished.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct RestorationTests {
    /// How far a restore comes before it is killed.
    enum Step: CaseIterable {
        case marked
        case dumpRestored
        case pastBeingClosed
    }

    private static func connect(_ database: TestDatabase) async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(connectionString: database.connectionString))
    }

    private static func value<Value: PostgresDecodable & Sendable>(
        _ type: Value.Type = Value.self,
        _ sql: SQL,
        on connection: Connection
    ) async throws -> Value {
        try await connection.query(Query("test", sql, prepared: false))[0].decode(Value.self)
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let programs = try await PostgresPrograms.find(major: nil, cluster: "", in: nil)
        let result = try await ChildProcess.run([programs.path(of: program)] + arguments)
        try #require(result.succeeded, "\(program): \(result.output)")
    }

    /// Hands `body` the dump of a server that owes a message about a failure, and an empty database.
    private static func withDump(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (_ dump: String, _ database: TestDatabase) async throws -> Void
    ) async throws {
        let dump = NSTemporaryDirectory() + "/belfry-test-\(UUID().uuidString).dump"
        defer { unlink(dump) }
        try await IngestBench.with("backed_up") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            let name = try await bench.value(String.self, "SELECT current_database()::text")
            let server = try #require(TestPostgres.url)
            var components = try #require(URLComponents(string: server))
            components.path = "/" + name
            let source = try #require(components.string)
            try await run("pg_dump", ["--format=custom", "--schema=belfry", "--file=\(dump)", "--dbname=\(source)"])
        }
        try await TestDatabase.with(named: "restored") { database async throws in try await body(dump, database) }
    }

    private static func restore(_ dump: String, into database: TestDatabase) async throws {
        try await run(
            "pg_restore",
            ["--exit-on-error", "--single-transaction", "--dbname=\(database.connectionString)", dump]
        )
    }

    /// Kills the server process of a restore that waits in its last step.
    private static func killWhileFinishing(_ restoring: Connection, _ database: TestDatabase) async throws {
        let other = try await connect(database)
        try await other.script("BEGIN; LOCK TABLE belfry.coverage", name: "test")
        let pid = restoring.backendPID
        let finishing = Task { try await Restoration.finish(on: restoring) }
        let isWaiting: SQL = "SELECT count(*) > 0 FROM pg_locks WHERE pid = \(pid) AND NOT granted"
        while try await !value(Bool.self, isWaiting, on: other) { try await Task.sleep(for: .milliseconds(10)) }
        _ = try await value(Bool.self, "SELECT pg_terminate_backend(\(pid), 5000)", on: other)
        await #expect(throws: PostgresError.self) { _ = try await finishing.value }
        await other.close()
    }

    @Test(arguments: Step.allCases)
    func aRestoreThatWasKilledIsServedByNobodyAndStartsOver(_ step: Step) async throws {
        try await Self.withDump { dump, database async throws in
            let killed = try await Self.connect(database)
            try await Restoration.begin(on: killed)
            if step != .marked { try await Self.restore(dump, into: database) }
            if step == .pastBeingClosed { try await Self.killWhileFinishing(killed, database) }
            await killed.close()

            let connection = try await Self.connect(database)
            await #expect(throws: SchemaError.unfinishedRestore) { try await Migrator.migrate(connection) }
            try await Restoration.begin(on: connection)
            try await Self.restore(dump, into: database)
            await #expect(throws: SchemaError.unfinishedRestore) { try await Migrator.migrate(connection) }
            let owed: SQL = "SELECT count(*) FROM belfry.alert_transitions WHERE processed_at IS NULL"
            #expect(try await Self.value(Int64.self, owed, on: connection) == 1)
            #expect(try await Restoration.finish(on: connection).to == Migrator.currentVersion)

            #expect(try await Self.value(Int64.self, owed, on: connection) == 0)
            #expect(
                try await Self.value(String.self, "SELECT state FROM belfry.open_alerts", on: connection) == "firing"
            )
            #expect(
                try await Self.value(Int64.self, "SELECT count(*) FROM belfry.executions", on: connection) == 1
            )
            try await Migrator.migrate(connection)
            await #expect(throws: RestorationError.notEmpty) { try await Restoration.begin(on: connection) }
            await connection.close()
        }
    }

    @Test func twoRestoresDoNotMeet() async throws {
        try await TestDatabase.with(named: "two_restores") { database async throws in
            let first = try await Self.connect(database)
            let second = try await Self.connect(database)
            try await Restoration.begin(on: first)
            await #expect(throws: RestorationError.underWay) { try await Restoration.begin(on: second) }
            await first.close()
            await second.close()
        }
    }

    @Test func aDumpThatCannotBeRestoredLeavesTheDatabaseEmpty() async throws {
        try await TestDatabase.with(named: "abandoned") { database async throws in
            let connection = try await Self.connect(database)
            try await Restoration.begin(on: connection)
            await #expect(throws: RestorationError.nothingRestored) { try await Restoration.finish(on: connection) }
            try await Restoration.abandon(on: connection)
            #expect(try await Migrator.migrate(connection).from == 0)
            await connection.close()
        }
    }

    @Test func aDatabaseInUseStaysAsItIs() async throws {
        try await IngestBench.with("in_use") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a")])
            try await bench.pool.withConnection { connection in
                await #expect(throws: RestorationError.notEmpty) { try await Restoration.begin(on: connection) }
                try await connection.query(Query("test", "SELECT pg_advisory_unlock_all()", prepared: false))
                try await Migrator.migrate(connection)
            }
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 1)
        }
    }
}
