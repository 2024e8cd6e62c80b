import Foundation

/// Moves a cluster to a newer major version: by `pg_upgrade`, which copies its files into a new one, and where that cannot do it
/// by a dump of everything, which is restored.
///
/// Both versions' programs are needed, and room for a second copy. The old cluster is only read, and keeps its place until its
/// successor has been started and analysed.
struct ClusterUpgrade: Sendable {
    let location: ClusterLocation
    let old: PostgresPrograms
    let new: PostgresPrograms
    let configuration: ClusterConfiguration
    let log: ServerLog
    let startTimeout: Duration
    let stopTimeout: Duration
    /// Told of each step as it begins.
    let progress: @Sendable (String) -> Void

    /// The settings of `ALTER SYSTEM`, which `pg_upgrade` leaves behind.
    private static let systemSettings = "postgresql.auto.conf"

    private var drafts: UpgradeDrafts { UpgradeDrafts(cluster: location.cluster) }

    /// Returns the sentences a person should read, once the new cluster is in place.
    func run() async throws(EmbeddedPostgresError) -> [String] {
        let kept = drafts.kept(major: old.major)
        guard FileSystem.entry(at: kept) == nil else {
            throw .fileSystem(operation: "keep the old database as", path: kept, reason: "it exists: move it away")
        }
        progress("PostgreSQL \(old.version) is started and stopped, so that its files are whole")
        try await startAndStop(location, old)
        var notes: [String] = []
        do {
            progress("its files are copied into a new PostgreSQL \(new.version) by pg_upgrade")
            try await makeSuccessor()
            try await copyFiles()
        } catch {
            notes.append("It was dumped and restored, because pg_upgrade could not do it: \(Self.line(error))")
            progress("pg_upgrade cannot do it, so everything is dumped and restored: \(Self.line(error))")
            try await makeSuccessor()
            try await dumpAndRestore()
        }
        notes += try await takeOverSystemSettings()
        progress("it is started, and its tables are analysed")
        try await startAndStop(successor, new) { socketDirectory throws(EmbeddedPostgresError) in
            try await execute(
                new.path(of: "vacuumdb"),
                ["--all", "--analyze-only", "--quiet", "--host=\(socketDirectory)", "--port=5432"]
                    + ["--username=\(ClusterConfiguration.role)"]
            )
        }
        try drafts.putInPlace(keepingMajor: old.major)
        return notes
    }

    /// The successor while it is made.
    private var successor: ClusterLocation {
        ClusterLocation(cluster: drafts.growing, entry: drafts.growing, account: location.account, exists: true)
    }

    private func makeSuccessor() async throws(EmbeddedPostgresError) {
        try await ClusterCreation(location: location, programs: new, configuration: configuration)
            .makeWithoutDatabase(drafts.growing)
    }

    private func copyFiles() async throws(EmbeddedPostgresError) {
        // pg_upgrade writes into the current folder, and its servers' socket must be in a private one with a short name.
        let folder = try SocketDirectory.makeShortDirectory(account: location.account)
        defer { try? FileSystem.remove(folder) }
        let result = try await ChildProcess.run(
            location.account.command(
                ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, new.path(of: "pg_upgrade")]
                    + ["--old-bindir=\(old.directory)", "--new-bindir=\(new.directory)"]
                    + ["--old-datadir=\(location.cluster)", "--new-datadir=\(drafts.growing)"]
                    + ["--username=\(ClusterConfiguration.role)", "--socketdir=\(folder)"]
            )
        )
        guard result.succeeded else {
            let reasons = UpgradeLogs(cluster: drafts.growing).errors()
            throw .commandFailed(program: "pg_upgrade", output: reasons.isEmpty ? result.output : reasons)
        }
    }

    /// Writes the dump beside the cluster, where there is room for a second copy, and reads it back.
    private func dumpAndRestore() async throws(EmbeddedPostgresError) {
        let folder = drafts.dump
        try FileSystem.remove(folder)
        try FileSystem.makeDirectory(folder, permissions: 0o700, account: location.account)
        let file = folder + "/everything.sql"
        try await startAndStop(location, old) { socketDirectory throws(EmbeddedPostgresError) in
            try await execute(
                old.path(of: "pg_dumpall"),
                [
                    "--host=\(socketDirectory)", "--port=5432", "--username=\(ClusterConfiguration.role)",
                    "--file=\(file)",
                ]
            )
        }
        try await startAndStop(successor, new) { socketDirectory throws(EmbeddedPostgresError) in
            // The role that made the new cluster is there already; the first such line is the dump's own, not data. psql is the one
            // that came with what wrote the dump: another knows other commands.
            let restore = """
                set -o pipefail
                sed '0,/^CREATE ROLE \(ClusterConfiguration.role);$/{//d}' "$1" |
                    "$2" -X -q -v ON_ERROR_STOP=1 -h "$3" -p 5432 -U \(ClusterConfiguration.role) -d postgres -f - >/dev/null
                """
            try await execute(
                "/bin/bash",
                ["-c", restore, "restore", file, old.path(of: "psql"), socketDirectory],
                named: "restore"
            )
        }
        try FileSystem.remove(folder)
    }

    private static func line(_ error: EmbeddedPostgresError) -> String {
        "\(error)".split(separator: "\n").suffix(3).joined(separator: " | ")
    }

    /// Copies the settings of `ALTER SYSTEM`, unless the new version does not know one of them.
    private func takeOverSystemSettings() async throws(EmbeddedPostgresError) -> [String] {
        let source = "\(location.cluster)/\(Self.systemSettings)"
        guard let text = FileSystem.contents(of: source) else { return [] }
        let target = "\(drafts.growing)/\(Self.systemSettings)"
        let empty = FileSystem.contents(of: target) ?? ""
        try FileSystem.replace(target, with: text, permissions: 0o600, account: location.account)
        let isUnderstood = try await ChildProcess.run(
            location.account.command([new.path(of: "postgres"), "-D", drafts.growing, "-C", "data_directory"])
        ).succeeded
        if isUnderstood { return [] }
        try FileSystem.replace(target, with: empty, permissions: 0o600, account: location.account)
        return [
            "PostgreSQL \(new.major) does not know a setting of ALTER SYSTEM; none was taken over from "
                + "\(drafts.kept(major: old.major))/\(Self.systemSettings)"
        ]
    }

    private func startAndStop(
        _ location: ClusterLocation,
        _ programs: PostgresPrograms,
        meanwhile work: (String) async throws(EmbeddedPostgresError) -> Void = { _ in }
    ) async throws(EmbeddedPostgresError) {
        let launched = try await PostmasterLauncher(
            location: location,
            programs: programs,
            configuration: configuration,
            log: log,
            timeout: startTimeout
        ).launch()
        do {
            try await work(launched.socketDirectory)
        } catch {
            await launched.postmaster.stop(within: stopTimeout)
            throw error
        }
        await launched.postmaster.stop(within: stopTimeout)
    }

    private func execute(
        _ program: String,
        _ arguments: [String],
        named name: String? = nil
    ) async throws(EmbeddedPostgresError) {
        let result = try await ChildProcess.run(location.account.command([program] + arguments))
        guard result.succeeded else {
            let name = name ?? (program as NSString).lastPathComponent
            throw .commandFailed(program: name, output: result.output)
        }
    }
}
