import Foundation
import Logging
import Testing

@testable import BelfryStore

/// A data folder of one test with what the test did to it; removed, with its server, at the end.
struct EmbeddedFixture {
    let dataDirectory: String
    let relocationDirectory: String

    private let root: String

    /// Whether a server is installed that these tests can start.
    static var isPossible: Bool {
        PostgresPrograms.standardDirectories().contains(where: PostgresPrograms.holdsServer)
    }

    /// Runs the body with folders that any account can search, so that root's servers can live in them.
    static func run(
        dataName: String = "data",
        _ body: (EmbeddedFixture) async throws -> Void
    ) async throws {
        let root = "/tmp/belfry-embedded-\(UUID().uuidString.prefix(8))"
        try FileSystem.makeDirectory(root, permissions: 0o711)
        let fixture = EmbeddedFixture(
            dataDirectory: root + "/" + dataName,
            relocationDirectory: root + "/elsewhere",
            root: root
        )
        do {
            try await body(fixture)
        } catch {
            await fixture.removeAll()
            throw error
        }
        await fixture.removeAll()
    }

    var cluster: String { dataDirectory + "/postgres" }

    var options: EmbeddedPostgres.Options {
        EmbeddedPostgres.Options(
            dataDirectory: dataDirectory,
            relocationDirectory: relocationDirectory,
            startTimeout: .seconds(60),
            stopTimeout: .seconds(20)
        )
    }

    /// Starts a server in a process that is then killed, and returns what it left running.
    func abandonedPostmaster() async throws -> Postmaster {
        await #expect(processExitsWith: .signal(SIGKILL)) { [dataDirectory = dataDirectory as String] in
            let options = EmbeddedPostgres.Options(dataDirectory: dataDirectory)
            _ = try await EmbeddedPostgres.start(options, logger: Logger(label: "holder"))
            kill(getpid(), SIGKILL)
        }
        return try #require(Postmaster.running(in: try FileSystem.resolved(cluster)))
    }

    /// Makes folders with programs that say they are these major versions and can do nothing else.
    func installFakes(_ majors: [Int]) throws -> [String] {
        try majors.map { major in
            let folder = "\(root)/\(major)"
            try FileSystem.makeDirectory(folder, permissions: 0o755)
            for program in ["initdb", "postgres"] {
                let script = "#!/bin/sh\necho 'postgres (PostgreSQL) \(major).3 (Debian)'\n"
                try FileSystem.replace("\(folder)/\(program)", with: script, permissions: 0o755, account: .current())
            }
            return folder
        }
    }

    /// Makes a folder with the programs of another one, whose server does something before it starts.
    func wrap(_ programs: PostgresPrograms, doing command: String) throws -> String {
        let folder = root + "/wrapped"
        try FileSystem.makeDirectory(folder, permissions: 0o755)
        for program in ["initdb", "postgres", "psql"] {
            let first = program == "postgres" ? "[ \"$1\" = --version ] || \(command)\n" : ""
            let script = "#!/bin/sh\n\(first)exec '\(programs.path(of: program))' \"$@\"\n"
            try FileSystem.replace("\(folder)/\(program)", with: script, permissions: 0o755, account: .current())
        }
        return folder
    }

    func start() async throws -> EmbeddedPostgres {
        try await EmbeddedPostgres.start(options, logger: Logger(label: "test"))
    }

    /// Asks a running server through `psql` of its own version: the tests of this folder need no client library.
    func query(_ sql: String, on server: EmbeddedPostgres) async throws -> String {
        let result = try await ChildProcess.run([
            server.programs.path(of: "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, server.connectionString,
        ])
        guard result.succeeded else {
            throw EmbeddedPostgresError.commandFailed(program: "psql", output: result.output)
        }
        return result.output
    }

    private func removeAll() async {
        if let cluster = try? FileSystem.resolved(cluster) {
            await Postmaster.running(in: cluster)?.stop(within: .seconds(10))
        }
        if let link = FileSystem.target(ofLink: dataDirectory + "/socket") { try? FileSystem.remove(link) }
        try? FileSystem.remove(root)
    }
}
