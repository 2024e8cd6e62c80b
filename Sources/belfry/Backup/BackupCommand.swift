import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation
import Libpq

/// `belfry backup FILE`: history, state and secrets in one file.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write history, state and generated secrets into one file, while belfry serve goes on.",
        discussion: """
            The file is a tar of pg_dump's custom format and the secrets of the data folder, readable by you only: keep it as you \
            keep those. belfry.yaml and the rule files are not in it. It is packed in a folder beside it, and there whole or not at all.
            """
    )

    @Argument(help: "The file to write, such as belfry.tar; it must not exist.")
    var file: String

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.loadOrExit()
        let database = try RunningDatabase.connectionString(configuration)
        // Ctrl-C ends pg_dump and tar, and this command by their failure, so that nothing is left behind.
        signal(SIGINT) { _ in }
        do {
            try FileDraft.make(file) { draft in
                try pack(draft.folder, into: draft.path, database, configuration)
            }
        } catch let error as FileDraft.Failure {
            StandardError.print("belfry: \(error)")
            throw ExitCode.failure
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.int64Value ?? 0
        print("\(file)  \(size / 1_024) KiB; restore it into an empty database, such as a new folder's:")
        print("belfry restore \(CommandWords.quoted(file)) --data-dir NEW-FOLDER")
    }

    private func pack(
        _ folder: String,
        into archive: String,
        _ database: String,
        _ configuration: Configuration
    ) throws {
        try ExternalProgram.run(
            "pg_dump",
            [
                "--format=custom", "--schema=belfry", "--no-owner", "--no-privileges",
                "--file=\(folder)/\(BackupFile.dump)",
            ],
            environment: try ConnectionConfiguration.environment(of: database)
        )
        var parts = [BackupFile.about, BackupFile.dump]
        for secret in BackupFile.secrets {
            let path = configuration.dataFolder.path(of: secret)
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.copyItem(atPath: path, toPath: "\(folder)/\(secret.rawValue)")
            parts.append(secret.rawValue)
        }
        let about = BackupFile.About(
            version: Belfry.configuration.version,
            createdAt: WallClock.now().iso8601
        )
        try Data(try OutputFormat.json(about).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(BackupFile.about)"))
        try ExternalProgram.run("tar", ["-c", "-f", archive, "-C", folder] + parts)
    }
}
