import Foundation
import Testing

@testable import BelfryStore

@Suite(.enabled(if: EmbeddedFixture.isPossible), .serialized)
struct EmbeddedPostgresTests {
    @Test func makesAClusterAndServesItsDatabase() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            #expect(server.isNew)
            #expect(server.notes.isEmpty)
            let facts = try await fixture.query(
                """
                SELECT current_user, current_database(), getdatabaseencoding(), current_setting('data_checksums'),
                       current_setting('fsync'), current_setting('synchronous_commit'), current_setting('TimeZone'),
                       current_setting('jit'), lower('Ä') COLLATE "default"
                """,
                on: server
            )
            #expect(facts == "belfry|belfry|UTF8|on|on|on|UTC|off|ä")
            // Made ahead, as many as are kept.
            let segments = try await fixture.query(
                """
                SELECT sum(size) >= 0.95 * pg_size_bytes(current_setting('min_wal_size'))
                FROM pg_ls_waldir() WHERE name >= pg_walfile_name(pg_current_wal_lsn())
                """,
                on: server
            )
            #expect(segments == "t")
            await server.stop()
        }
    }

    @Test func listensOnAPrivateSocketAndNeverOnTCP() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            #expect(try await fixture.query("SHOW listen_addresses", on: server) == "")
            #expect(FileSystem.entry(at: server.socketDirectory)?.permissions == 0o700)
            let rules = "SELECT string_agg(type || ' ' || auth_method, ',') FROM pg_hba_file_rules"
            #expect(try await fixture.query(rules, on: server) == "local peer")
            await server.stop()
        }
    }

    @Test func runsInASessionOfItsOwn() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            let postmaster = try #require(Postmaster.running(in: server.clusterDirectory))
            #expect(getsid(postmaster.processID) == postmaster.processID)
            #expect(getsid(0) != postmaster.processID)
            await server.stop()
            #expect(!postmaster.isAlive)
        }
    }

    @Test func restartsOntoTheSameData() async throws {
        try await EmbeddedFixture.run { fixture in
            let first = try await fixture.start()
            _ = try await fixture.query("CREATE TABLE t AS SELECT 7 AS n", on: first)
            await first.stop()
            #expect(EmbeddedPostgres.connectionString(dataDirectory: fixture.dataDirectory, role: "belfry") == nil)

            let second = try await fixture.start()
            #expect(!second.isNew)
            #expect(second.connectionString == first.connectionString)
            #expect(try await fixture.query("SELECT n FROM t", on: second) == "7")
            await second.stop()
        }
    }

    @Test func refusesASecondStartWhileOneIsLive() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            let directory = try FileSystem.resolved(fixture.dataDirectory)
            await #expect(throws: EmbeddedPostgresError.locked(directory: directory, processID: getpid())) {
                _ = try await fixture.start()
            }
            let string = EmbeddedPostgres.connectionString(dataDirectory: fixture.dataDirectory, role: "belfry")
            #expect(string == server.connectionString)
            await server.stop()
            await server.stop()
            await (try fixture.start()).stop()
        }
    }

    @Test func startsAgainAServerThatWasKilled() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            _ = try await fixture.query("CREATE TABLE t AS SELECT 7 AS n", on: server)
            let killed = try #require(Postmaster.running(in: server.clusterDirectory))
            let supervision = Task { await server.run() }
            kill(killed.processID, SIGKILL)

            let deadline = ContinuousClock.now + .seconds(30)
            var answer = ""
            while answer != "7", ContinuousClock.now < deadline {
                await Pause.uncancelled(.milliseconds(50))
                answer = (try? await fixture.query("SELECT n FROM t", on: server)) ?? ""
            }
            #expect(answer == "7")
            #expect(Postmaster.running(in: server.clusterDirectory) != killed)
            supervision.cancel()
            await supervision.value
            await server.stop()
        }
    }

    @Test func keepsASocketWhoseDataFolderHasAVeryLongName() async throws {
        try await EmbeddedFixture.run(dataName: String(repeating: "long,", count: 40)) { fixture in
            let first = try await fixture.start()
            #expect(first.socketDirectory.hasPrefix("/tmp/belfry-"))
            #expect(try await fixture.query("SELECT 1", on: first) == "1")
            await first.stop()
            let second = try await fixture.start()
            #expect(second.socketDirectory == first.socketDirectory)
            #expect(try await fixture.query("SELECT 1", on: second) == "1")
            await second.stop()
        }
    }

    @Test func replacesADraftOfAnInterruptedStart() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.cluster + ".draft/base", permissions: 0o700)
            let server = try await fixture.start()
            #expect(server.isNew)
            #expect(FileSystem.entry(at: fixture.cluster + ".draft") == nil)
            await server.stop()
        }
    }

    @Test func refusesAFolderThatHoldsSomethingElse() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.cluster + "/photos", permissions: 0o755)
            let cluster = try FileSystem.resolved(fixture.cluster)
            await #expect(throws: EmbeddedPostgresError.notACluster(directory: cluster)) {
                _ = try await fixture.start()
            }
        }
    }

    @Test func saysWhyTheServerDidNotStart() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            _ = try await fixture.query("ALTER SYSTEM SET shared_preload_libraries = 'no_such_library'", on: server)
            await server.stop()
            let error = await #expect(throws: EmbeddedPostgresError.self) { _ = try await fixture.start() }
            #expect("\(error, default: "")".contains("no_such_library"))
        }
    }
}
