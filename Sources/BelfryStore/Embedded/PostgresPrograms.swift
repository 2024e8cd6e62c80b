internal import BelfryCore
import Foundation

/// One installed PostgreSQL: the folder of its programs and what version they are.
public struct PostgresPrograms: Sendable, Equatable {
    /// The folder that holds `initdb`, `postgres` and, when the client package is there, `psql` and `pg_dump`.
    public let directory: String
    /// The major version, for example 15.
    public let major: Int
    /// The whole version, for example `15.20`.
    public let version: String

    /// The absolute path of one of the programs.
    public func path(of program: String) -> String { directory + "/" + program }

    /// The programs for a new cluster (`major` is `nil`: the first found) or for one that a major version made.
    static func find(
        major: Int?,
        cluster: String,
        in directories: [String]?
    ) async throws(EmbeddedPostgresError) -> PostgresPrograms {
        for directory in directories ?? standardDirectories() where holdsServer(directory) {
            guard let programs = try await identify(directory) else { continue }
            if major == nil || programs.major == major { return programs }
        }
        guard let major else { throw .notInstalled }
        let installed = try await installed(in: directories).map(\.major)
        throw .versionNotInstalled(major: major, cluster: cluster, installed: installed)
    }

    /// One set of programs of each major version, the first found, newest version first.
    static func installed(in directories: [String]?) async throws(EmbeddedPostgresError) -> [PostgresPrograms] {
        var found: [PostgresPrograms] = []
        for directory in directories ?? standardDirectories() where holdsServer(directory) {
            guard let programs = try await identify(directory) else { continue }
            if !found.contains(where: { $0.major == programs.major }) { found.append(programs) }
        }
        return found.sorted { $0.major > $1.major }
    }

    /// Whether a cluster can be made and run with the programs of this folder.
    static func holdsServer(_ directory: String) -> Bool {
        ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: directory + "/" + $0) }
    }

    /// Reads `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`; `nil` for anything else.
    private static func identify(_ directory: String) async throws(EmbeddedPostgresError) -> PostgresPrograms? {
        let words = try await ChildProcess.run([directory + "/postgres", "--version"]).output.split(separator: " ")
        guard words.count >= 3, words[1] == "(PostgreSQL)" else { return nil }
        let version = String(words[2])
        guard let major = Int(version.prefix { $0.isNumber }) else { return nil }
        // A link in PATH points to the folder that also holds the client's programs.
        let original = try FileSystem.resolved(directory + "/postgres").parentFolder
        return PostgresPrograms(
            directory: holdsServer(original) ? original : directory,
            major: major,
            version: version
        )
    }

    /// The folders of `PATH`, then Debian's, which are in nobody's `PATH`, newest first.
    static func standardDirectories() -> [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let debian = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []).compactMap(Int.init)
        return path.split(separator: ":").map(String.init) + versions.sorted(by: >).map { "\(debian)/\($0)/bin" }
    }
}
