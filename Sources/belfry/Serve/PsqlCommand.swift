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
        let connection = try RunningDatabase.connectionString(configuration)
        guard !uri else {
            print(connection)
            return
        }
        try become("psql", [connection] + (command.map { ["-c", $0] } ?? []))
    }

    /// Puts psql in this process' place: it then has the terminal, and Ctrl-C, to itself.
    private func become(_ program: String, _ arguments: [String]) throws -> Never {
        setenv("PGOPTIONS", "-c default_transaction_read_only=on -c search_path=belfry,public", 1)
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        execvp(program, words)
        StandardError.print(
            errno == ENOENT
                ? "belfry: there is no psql in PATH: apt-get install postgresql-client"
                : "belfry: psql cannot be started: \(String(cString: strerror(errno)))"
        )
        throw ExitCode.failure
    }
}
