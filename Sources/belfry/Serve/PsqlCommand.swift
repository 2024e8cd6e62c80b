import ArgumentParser
import BelfryServer
import BelfryStore
import Foundation

/// `belfry psql`: opens psql, read-only, on whichever database is configured.
struct PsqlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psql",
        abstract: "Open psql on Belfry's database, read-only.",
        discussion: "Without database.url the private server of a running belfry serve is used."
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(name: [.customShort("c"), .long], help: "Run this statement and exit.")
    var command: String?

    @Flag(help: "Print the connection string instead.")
    var uri = false

    func run() throws {
        let configuration = try options.loadOrExit()
        guard let connection = connectionString(configuration) else {
            StandardError.print(
                "belfry: no private database is running in \(configuration.dataFolder.path); start belfry serve first"
            )
            throw ExitCode.failure
        }
        guard !uri else {
            print(connection)
            return
        }
        let psql = Process()
        psql.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        psql.arguments = ["psql", connection] + (command.map { ["-c", $0] } ?? [])
        psql.environment = ProcessInfo.processInfo.environment.merging(
            ["PGOPTIONS": "-c default_transaction_read_only=on -c search_path=belfry,public"],
            uniquingKeysWith: { $1 }
        )
        // Ctrl-C is psql's: it cancels the statement there.
        signal(SIGINT, SIG_IGN)
        try psql.run()
        psql.waitUntilExit()
        guard psql.terminationStatus == 0 else { throw ExitCode(psql.terminationStatus) }
    }

    private func connectionString(_ configuration: Configuration) -> String? {
        if let url = configuration.database.url { return url.text }
        return EmbeddedPostgres.connectionString(dataDirectory: configuration.dataFolder.path, role: "belfry")
    }
}
