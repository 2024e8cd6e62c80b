import Foundation
import Logging
import Testing

@testable import BelfryStore

struct ClusterLocationTests {
    @Test(.enabled(if: geteuid() == 0 && EmbeddedFixture.isPossible))
    func rootsUnreachableDataFolderGetsAClusterElsewhere() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.dataDirectory, permissions: 0o700)
            let first = try await fixture.start()
            #expect(first.clusterDirectory.hasPrefix(fixture.relocationDirectory))
            #expect(first.notes.contains { $0.contains(first.clusterDirectory) })
            #expect(try FileSystem.resolved(fixture.cluster) == first.clusterDirectory)
            _ = try await fixture.query("CREATE TABLE t AS SELECT 7 AS n", on: first)
            await first.stop()

            let moved = fixture.dataDirectory + "-moved"
            try FileSystem.rename(fixture.dataDirectory, to: moved)
            var options = fixture.options
            options.dataDirectory = moved
            let second = try await EmbeddedPostgres.start(options, logger: Logger(label: "test"))
            #expect(try await fixture.query("SELECT n FROM t", on: second) == "7")
            await second.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0 && EmbeddedFixture.isPossible))
    func rootsServerRunsAsAnotherAccount() async throws {
        try await EmbeddedFixture.run { fixture in
            let server = try await fixture.start()
            let entry = try #require(FileSystem.entry(at: server.clusterDirectory))
            #expect(entry.owner != 0)
            #expect(entry.owner == (try ClusterAccount.forNewCluster().userID))
            let postmaster = try #require(Postmaster.running(in: server.clusterDirectory))
            #expect(FileSystem.entry(at: "/proc/\(postmaster.processID)")?.owner == entry.owner)
            await server.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func refusesAClusterOfRoots() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.cluster + "/PG_VERSION", permissions: 0o700)
            let directory = try FileSystem.resolved(fixture.cluster)
            let error = await #expect(throws: EmbeddedPostgresError.self) { _ = try await fixture.start() }
            let user = try ClusterAccount.forNewCluster().name
            #expect(error == .foreignOwner(directory: directory, owner: "root", user: user))
        }
    }

    @Test(.enabled(if: geteuid() != 0))
    func refusesAClusterOfAnotherAccount() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.dataDirectory, permissions: 0o700)
            try FileSystem.link(fixture.cluster, to: "/root")
            let user = try ClusterAccount.current().name
            await #expect(throws: EmbeddedPostgresError.foreignOwner(directory: "/root", owner: "root", user: user)) {
                _ = try await fixture.start()
            }
        }
    }

    @Test(arguments: [
        ("/home/ana/belfry/data/socket", true),
        ("/home/ana/my belfry/data/socket", false),
        ("/srv/a,b/socket", false),
        ("/" + String(repeating: "x", count: 92), true),
        ("/" + String(repeating: "x", count: 93), false),
    ])
    func knowsWhichFoldersCanHoldASocket(directory: String, usable: Bool) {
        #expect(SocketDirectory.isUsable(directory) == usable)
    }
}
