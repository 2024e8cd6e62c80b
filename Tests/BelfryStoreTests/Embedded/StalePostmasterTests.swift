import Foundation
import Logging
import Testing

@testable import BelfryStore

/// What an earlier process left behind: a live server, or a `postmaster.pid` that names something else.
@Suite(.enabled(if: EmbeddedFixture.isPossible), .serialized)
struct StalePostmasterTests {
    @Test func adoptsTheServerThatAKilledProcessLeft() async throws {
        try await EmbeddedFixture.run { fixture in
            let orphan = try await fixture.abandonedPostmaster()
            let server = try await fixture.start()
            #expect(Postmaster.running(in: orphan.cluster) == orphan)
            #expect(server.notes.contains { $0.contains("\(orphan.processID)") })
            #expect(try await fixture.query("SELECT 1", on: server) == "1")
            await server.stop()
            #expect(!orphan.isAlive)
        }
    }

    @Test func replacesAnOrphanWhoseSocketIsGone() async throws {
        try await EmbeddedFixture.run { fixture in
            let orphan = try await fixture.abandonedPostmaster()
            let file = try #require(PostmasterFile.read(cluster: orphan.cluster))
            try FileSystem.remove(file.socketDirectory + "/" + SocketDirectory.socketName)

            let server = try await fixture.start()
            #expect(!orphan.isAlive)
            #expect(try await fixture.query("SELECT 1", on: server) == "1")
            await server.stop()
        }
    }

    @Test(arguments: Stale.allCases)
    func startsOverAStalePostmasterFile(stale: Stale) async throws {
        try await EmbeddedFixture.run { fixture in
            let first = try await fixture.start()
            let cluster = first.clusterDirectory
            let path = PostmasterFile.path(cluster: cluster)
            let text = try #require(FileSystem.contents(of: path))
            await first.stop()

            let owner = try ClusterAccount.account(of: try #require(FileSystem.entry(at: cluster)).owner)
            let bystander = try Bystander(of: owner)
            let processID: pid_t =
                switch stale {
                case .dead: 4_000_000
                case .another: 1
                case .sameAccount: bystander.processID
                }
            let lines = text.split(separator: "\n", maxSplits: 1)
            let file = try #require(PostmasterFile(text: text))
            for path in [path, SocketDirectory.lock(in: file.socketDirectory)] {
                try FileSystem.replace(path, with: "\(processID)\n\(lines[1])", permissions: 0o600, account: owner)
            }

            let server = try await fixture.start()
            #expect(try await fixture.query("SELECT 1", on: server) == "1")
            #expect(kill(bystander.processID, 0) == 0)
            await server.stop()
        }
    }

    /// A number that nobody had when it was looked at, and somebody has when the server looks: in a container both count alike.
    @Test func startsOverAStalePostmasterFileWhoseNumberIsTakenMeanwhile() async throws {
        try await EmbeddedFixture.run { fixture in
            let first = try await fixture.start()
            let cluster = first.clusterDirectory
            let text = try #require(FileSystem.contents(of: PostmasterFile.path(cluster: cluster)))
            await first.stop()

            let owner = try ClusterAccount.account(of: try #require(FileSystem.entry(at: cluster)).owner)
            let bystander = try Bystander(of: owner)
            let lines = text.split(separator: "\n", maxSplits: 1)
            let taken = "\(bystander.processID)\n\(lines[1])"
            try FileSystem.replace(cluster + "/taken", with: taken, permissions: 0o600, account: owner)
            let take = "cd '\(cluster)' && mv -f taken postmaster.pid 2>/dev/null"
            var options = fixture.options
            options.programDirectories = [try fixture.wrap(first.programs, doing: take)]
            let server = try await EmbeddedPostgres.start(options, logger: Logger(label: "test"))
            #expect(FileSystem.contents(of: cluster + "/taken") == nil)
            #expect(try await fixture.query("SELECT 1", on: server) == "1")
            #expect(kill(bystander.processID, 0) == 0)
            await server.stop()
        }
    }

    /// Another program of the server's account, as long as it is referred to.
    private final class Bystander {
        let processID: pid_t

        init(of owner: ClusterAccount) throws {
            processID = try ChildProcess.spawn(owner.command(["sleep", "60"]), output: 2).processID
        }

        deinit {
            kill(processID, SIGKILL)
            waitpid(processID, nil, 0)
        }
    }

    /// Whose number stands in the file.
    enum Stale: CaseIterable, Sendable { case dead, another, sameAccount }

    @Test(arguments: [
        ("12\n/data\n1700000000\n5432\n/run/x\n\n  1 2\nready   \n", "ready"),
        ("12\n/data\n1700000000\n5432\n/run/x\n\n  1 2\nstopping\n", "stopping"),
        ("12\n/data\n1700000000\n5432\n", nil),
    ])
    func readsPostmasterFiles(text: String, status: String?) throws {
        let file = try #require(PostmasterFile(text: text))
        #expect(file.processID == 12)
        #expect(file.status?.rawValue == status)
    }

    @Test(arguments: ["", "\n", "-4\n", "x\n"])
    func readsNoPostmasterFileFromDamagedText(text: String) {
        #expect(PostmasterFile(text: text) == nil)
    }
}
