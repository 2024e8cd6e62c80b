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
            keep those. belfry.yaml and the rule files are not in it.
            """
    )

    @Argument(help: "The file to write, such as belfry.tar; it must not exist.")
    var file: String

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.loadOrExit()
        let database = try RunningDatabase.connectionString(configuration)
        // Made first, for this user only: the secrets never stand in a file that others can read.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            StandardError.print("belfry: \(file) cannot be made: \(String(cString: strerror(errno)))")
            throw ExitCode.failure
        }
        close(descriptor)
        do {
            try await BackupFile.withFolder { folder in try pack(folder, database, configuration) }
        } catch {
            unlink(file)
            throw error
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.int64Value ?? 0
        print("\(file)  \(size / 1_024) KiB; restore it by belfry restore \(file)")
    }

    private func pack(_ folder: String, _ database: String, _ configuration: Configuration) throws {
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
        try ExternalProgram.run("tar", ["-c", "-f", file, "-C", folder] + parts)
    }
}
