import Foundation
import Logging
import Testing

@testable import BelfryStore

/// The private database of one major version becomes one of another, and nothing is lost on the way.
@Suite(.enabled(if: EmbeddedFixture.isPossible), .serialized)
struct ClusterUpgradeTests {
    /// Folders with the programs of two major versions or more: Debian has one of them at a time.
    private static let versions =
        ProcessInfo.processInfo.environment["BELFRY_TEST_POSTGRES_VERSIONS"]?
        .split(separator: ":").map(String.init) ?? []

    private static let areThere = versions.count > 1

    /// Options with all versions, and those with the oldest only, which makes the cluster.
    private static func options(_ folder: String) async throws -> (
        all: EmbeddedPostgres.Options, old: EmbeddedPostgres.Options
    ) {
        var all = EmbeddedPostgres.Options(dataDirectory: folder)
        all.programDirectories = versions
        var old = all
        old.programDirectories = try await PostgresPrograms.installed(in: versions).suffix(1).map(\.directory)
        return (all, old)
    }

    @Test func aVersionThatIsGoneIsNamedWithWhatToDo() async throws {
        try await EmbeddedFixture.run { fixture in
            await (try fixture.start()).stop()
            try FileSystem.replace(
                fixture.cluster + "/PG_VERSION",
                with: "9\n",
                permissions: 0o600,
                account: ClusterAccount.account(of: try #require(FileSystem.entry(at: fixture.cluster)).owner)
            )
            let started = await #expect(throws: EmbeddedPostgresError.self) { _ = try await fixture.start() }
            let text = "\(started, default: "")"
            #expect(text.contains("was made by PostgreSQL 9"))
            #expect(text.contains("apt-get install postgresql-9"))
            #expect(text.contains("belfry database upgrade moves it to"))
            let moved = await #expect(throws: EmbeddedPostgresError.self) {
                _ = try await EmbeddedPostgres.upgrade(fixture.options) { _ in }
            }
            #expect(moved == started)
        }
    }

    @Test func aDatabaseOfTheNewestVersionStaysAsItIs() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            await server.stop()
            let outcome = try await EmbeddedPostgres.upgrade(fixture.options) { _ in }
            #expect(outcome == .current(version: server.serverVersion))
            await #expect(throws: EmbeddedPostgresError.cannotUpgrade(from: server.programs.major, to: 9)) {
                _ = try await EmbeddedPostgres.upgrade(fixture.options, to: 9) { _ in }
            }
            await #expect(throws: EmbeddedPostgresError.cannotUpgrade(from: server.programs.major, to: 99)) {
                _ = try await EmbeddedPostgres.upgrade(fixture.options, to: 99) { _ in }
            }
        }
    }

    @Test func aDatabaseInUseIsNotMoved() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            let directory = try FileSystem.resolved(fixture.dataDirectory)
            await #expect(throws: EmbeddedPostgresError.locked(directory: directory, processID: getpid())) {
                _ = try await EmbeddedPostgres.upgrade(fixture.options) { _ in }
            }
            await server.stop()
        }
    }

    @Test func anEndBetweenTheTwoRenamesIsMadeGoodByTheNextStart() async throws {
        try await EmbeddedFixture.run { fixture in
            let first = try await fixture.start()
            _ = try await fixture.query("CREATE TABLE t AS SELECT 7 AS n", on: first)
            await first.stop()
            try FileSystem.rename(fixture.cluster, to: UpgradeDrafts(cluster: fixture.cluster).whole)
            let second = try await fixture.start()
            #expect(!second.isNew)
            #expect(try await fixture.query("SELECT n FROM t", on: second) == "7")
            await second.stop()
        }
    }

    @Test func aSuccessorThatDidNotTakeThePlaceIsThrownAwayByTheNextStart() async throws {
        try await EmbeddedFixture.run { fixture in
            let first = try await fixture.start()
            _ = try await fixture.query("CREATE TABLE t AS SELECT 7 AS n", on: first)
            await first.stop()
            let drafts = UpgradeDrafts(cluster: fixture.cluster)
            for draft in [drafts.growing, drafts.whole] {
                try FileSystem.makeDirectory(draft + "/base", permissions: 0o700)
            }
            let second = try await fixture.start()
            #expect(try await fixture.query("SELECT n FROM t", on: second) == "7")
            #expect(FileSystem.entry(at: drafts.growing) == nil)
            #expect(FileSystem.entry(at: drafts.whole) == nil)
            await second.stop()
        }
    }

    @Test func anUpgradeThatFailsLeavesTheOldDatabaseInItsPlace() async throws {
        try await EmbeddedFixture.run { fixture in
            let first = try await fixture.start()
            _ = try await fixture.query("CREATE TABLE t AS SELECT 7 AS n", on: first)
            await first.stop()
            var options = fixture.options
            options.programDirectories = PostgresPrograms.standardDirectories() + (try fixture.installFakes([99]))
            await #expect(throws: EmbeddedPostgresError.self) {
                _ = try await EmbeddedPostgres.upgrade(options) { _ in }
            }
            let second = try await EmbeddedPostgres.start(options, logger: Logger(label: "test"))
            #expect(try await fixture.query("SELECT n FROM t", on: second) == "7")
            let hint = "PostgreSQL 99; belfry database upgrade moves the database to it"
            #expect(second.notes.contains { $0.contains(hint) })
            await second.stop()
        }
    }

    @Test(.enabled(if: areThere, "BELFRY_TEST_POSTGRES_VERSIONS names no folders of two versions"))
    func everythingIsThereAfterwards() async throws {
        try await EmbeddedFixture.run { fixture in
            let options = try await Self.options(fixture.dataDirectory)
            let first = try await EmbeddedPostgres.start(options.old, logger: Logger(label: "test"))
            let content = """
                CREATE ROLE reader NOLOGIN;
                CREATE SCHEMA belfry;
                CREATE TABLE belfry.t (n bigint PRIMARY KEY, day date NOT NULL, text text COLLATE "C");
                INSERT INTO belfry.t SELECT n, date '2026-01-01' + n::int % 50, 'Ä' || n FROM generate_series(1, 20000) AS g (n);
                CREATE VIEW belfry.v AS SELECT count(*) AS c, md5(string_agg(text, ',' ORDER BY n)) AS h FROM belfry.t;
                GRANT SELECT ON belfry.t TO reader;
                ALTER SYSTEM SET work_mem = '7MB'
                """
            for statement in content.split(separator: ";") {
                _ = try await fixture.query(String(statement), on: first)
            }
            let facts = "SELECT c, h, has_table_privilege('reader', 'belfry.t', 'SELECT') FROM belfry.v"
            let before = try await fixture.query(facts, on: first)
            await first.stop()

            let outcome = try await EmbeddedPostgres.upgrade(options.all) { _ in }
            guard case .moved(_, let version, let kept, _) = outcome else {
                Issue.record("not moved: \(outcome)")
                return
            }
            #expect(FileSystem.contents(of: kept + "/PG_VERSION") == "\(first.programs.major)\n")

            let second = try await EmbeddedPostgres.start(options.all, logger: Logger(label: "test"))
            #expect(second.serverVersion == version)
            #expect(second.programs.major > first.programs.major)
            #expect(try await fixture.query(facts, on: second) == before)
            #expect(try await fixture.query("SHOW work_mem", on: second) == "7MB")
            let analysed = "SELECT count(*) > 0 FROM pg_stats WHERE schemaname = 'belfry'"
            #expect(try await fixture.query(analysed, on: second) == "t")
            await second.stop()
            let again = try await EmbeddedPostgres.upgrade(options.all) { _ in }
            #expect(again == .current(version: version))
        }
    }

    @Test(.enabled(if: areThere, "BELFRY_TEST_POSTGRES_VERSIONS names no folders of two versions"))
    func anUpgradeThatIsKilledAtAnyStepIsStartedAgainAndLosesNothing() async throws {
        try await EmbeddedFixture.run { fixture in
            let options = try await Self.options(fixture.dataDirectory)
            let first = try await EmbeddedPostgres.start(options.old, logger: Logger(label: "test"))
            _ = try await fixture.query("CREATE TABLE t (n int)", on: first)
            await first.stop()
            for step in 1...3 {
                let folder = fixture.dataDirectory
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [folder = folder as String, step = step as Int] in
                    let counter = StepCounter()
                    let options = try await ClusterUpgradeTests.options(folder)
                    _ = try await EmbeddedPostgres.upgrade(options.all) { _ in
                        guard counter.next() == step else { return }
                        // A little into the step, so that its program is under way.
                        Thread.detachNewThread {
                            usleep(200_000)
                            kill(getpid(), SIGKILL)
                        }
                    }
                }
                // What is written between two tries is not lost by the second one.
                let between = try await EmbeddedPostgres.start(options.old, logger: Logger(label: "test"))
                _ = try await fixture.query("INSERT INTO t VALUES (\(step))", on: between)
                await between.stop()
            }
            _ = try await EmbeddedPostgres.upgrade(options.all) { _ in }
            let last = try await EmbeddedPostgres.start(options.all, logger: Logger(label: "test"))
            #expect(last.programs.major > first.programs.major)
            #expect(try await fixture.query("SELECT string_agg(n::text, ',' ORDER BY n) FROM t", on: last) == "1,2,3")
            await last.stop()
        }
    }
}
