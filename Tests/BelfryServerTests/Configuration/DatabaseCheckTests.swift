import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

@testable import BelfryServer

/// What `belfry check` says of the database.
struct DatabaseCheckTests {
    private static func problems(_ url: String) async -> [Problem] {
        var configuration = Configuration()
        configuration.file = "belfry.yaml"
        configuration.database.url = Secret(url)
        return await DatabaseCheck.problems(configuration, rules: RuleSet.load([BuiltInRules.file]).rules)
    }

    @Test func oneThatDoesNotAnswerIsAnError() async throws {
        let problems = await Self.problems("postgresql://belfry:hush@127.0.0.1:1/belfry")
        #expect(problems.map(\.severity) == [.error])
        let text = problems.map(\.description).joined()
        #expect(text.hasPrefix("belfry.yaml: error: database.url: no answer: "))
        #expect(text.contains("see that PostgreSQL runs there"))
        #expect(!text.contains("hush"))
    }

    @Test func aPrivateOneThatDoesNotRunIsNone() async throws {
        var configuration = Configuration()
        configuration.dataFolder = DataFolder(path: "/nonexistent/data")
        #expect(await DatabaseCheck.problems(configuration, rules: nil).isEmpty)
    }

    @Test(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
    func oneThatAnswersHasToBeUsable() async throws {
        try await TestDatabase.with(named: "check") { database async throws in
            #expect(await Self.problems(database.connectionString).isEmpty)
            let connection = try await Connection.connect(
                ConnectionConfiguration(connectionString: database.connectionString)
            )
            // Nothing was made by looking.
            let schemas = try await connection.query(
                Query("test", "SELECT to_regnamespace('belfry') IS NULL", prepared: false)
            )
            #expect(try schemas[0].decode(Bool.self))
            try await Restoration.begin(on: connection)
            #expect(
                await Self.problems(database.connectionString).map(\.message) == [
                    "\(SchemaError.unfinishedRestore)"
                ]
            )
            try await Restoration.abandon(on: connection)
            try await Migrator.migrate(connection)
            #expect(await Self.problems(database.connectionString).isEmpty)
            try await connection.script(
                """
                INSERT INTO belfry.schema_migrations VALUES (99, 'later');
                UPDATE belfry.control SET compatible_version = 99;
                """,
                name: "test"
            )
            #expect(
                await Self.problems(database.connectionString).map(\.message) == [
                    "\(SchemaError.newer(database: 99, binary: Migrator.currentVersion))"
                ]
            )
            await connection.close()
        }
    }
}
