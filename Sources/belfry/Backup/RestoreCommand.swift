import ArgumentParser
import BelfryServer
import BelfryStore
import Foundation
import Libpq
import Logging

/// `belfry restore FILE`: a backup into an empty database.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a backup into an empty database, the configured one or a new private one.",
        discussion: """
            The copy has the history and the open alerts of the backup, and neither rings nor triggers for what is past. Secrets \
            that the data folder has already stay as they are. Stop belfry serve before.
            """
    )

    @Argument(help: "A file that belfry backup has written.")
    var file: String

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.loadOrExit()
        try await BackupFile.withFolder { folder in
            try ExternalProgram.run("tar", ["-x", "-f", file, "-C", folder, "--no-same-owner"])
            guard FileManager.default.fileExists(atPath: "\(folder)/\(BackupFile.dump)") else {
                StandardError.print("belfry: \(file) is no backup: it has no \(BackupFile.dump)")
                throw ExitCode.failure
            }
            let database = try await DatabaseAccess.open(configuration, logger: Logger(label: "belfry"))
            do {
                try await restore(folder, into: database.connection, configuration, database.embedded?.connectionString)
            } catch {
                await database.embedded?.stop()
                if !(error is ExitCode) { StandardError.print("belfry: \(error)") }
                throw ExitCode.failure
            }
            await database.embedded?.stop()
            try restoreSecrets(folder, configuration.dataFolder)
        }
        print("restored; start belfry serve")
    }

    private func restore(
        _ folder: String,
        into database: ConnectionConfiguration,
        _ configuration: Configuration,
        _ embedded: String?
    ) async throws {
        let connection = try await Connection.connect(database)
        guard try await RestoredPast.isEmpty(connection) else {
            await connection.close()
            StandardError.print(
                "belfry: the database has a schema belfry already; a backup is restored into an empty one"
            )
            throw ExitCode.failure
        }
        let string = embedded ?? configuration.database.url?.text ?? ""
        let environment = try ConnectionConfiguration.environment(of: string)
        try ExternalProgram.run(
            "pg_restore",
            [
                "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
                "--dbname=\(environment["PGDATABASE"] ?? "")", "\(folder)/\(BackupFile.dump)",
            ],
            environment: environment
        )
        let outcome = try await Migrator.migrate(connection)
        try await RestoredPast.close(on: connection)
        await connection.close()
        if outcome.from != outcome.to { print("schema migrated from \(outcome.from) to \(outcome.to)") }
    }

    /// Puts the secrets of the backup where there are none.
    private func restoreSecrets(_ folder: String, _ data: DataFolder) throws {
        for secret in BackupFile.secrets {
            let saved = "\(folder)/\(secret.rawValue)"
            // A backup of a server whose secrets are configured has none.
            guard FileManager.default.fileExists(atPath: saved) else { continue }
            let path = data.path(of: secret)
            guard !FileManager.default.fileExists(atPath: path) else {
                print("\(path) stays as it is")
                continue
            }
            try FileManager.default.createDirectory(atPath: data.path, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: saved, toPath: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }
}
