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
            that the data folder has already stay as they are. Stop belfry serve before. Until a restore has ended, belfry serve \
            refuses the database; run again, it starts over.
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
        try await Restoration.begin(on: connection)
        do {
            try restoreDump(folder, embedded ?? configuration.database.url?.text ?? "")
        } catch {
            try? await Restoration.abandon(on: connection)
            throw error
        }
        // Before the last step: with it the database can be served, and a start would make new secrets.
        try restoreSecrets(folder, configuration.dataFolder)
        let outcome = try await Restoration.finish(on: connection)
        await connection.close()
        if outcome.from != outcome.to { print("schema migrated from \(outcome.from) to \(outcome.to)") }
    }

    private func restoreDump(_ folder: String, _ database: String) throws {
        let environment = try ConnectionConfiguration.environment(of: database)
        try ExternalProgram.run(
            "pg_restore",
            [
                "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
                "--dbname=\(environment["PGDATABASE"] ?? "")", "\(folder)/\(BackupFile.dump)",
            ],
            environment: environment
        )
    }

    /// Puts the secrets of the backup where there are none.
    private func restoreSecrets(_ folder: String, _ data: DataFolder) throws {
        for secret in BackupFile.secrets {
            let saved = "\(folder)/\(secret.rawValue)"
            // A backup of a server whose secrets are configured has none.
            guard FileManager.default.fileExists(atPath: saved) else { continue }
            if try !data.restore(secret, from: saved) { print("\(data.path(of: secret)) stays as it is") }
        }
    }
}
