import ArgumentParser
import BelfryServer
import BelfryStore
import Foundation
import Libpq

/// `belfry psql`: opens psql, read-only, on whichever database is configured.
struct PsqlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psql",
        abstract: "Open psql on Belfry's database, read-only.",
        discussion: """
            Without database.url the private server of a running belfry serve is used. As role belfry_reader where there is \
            one; a statement may take 30 seconds, because one that takes long slows down what is received meanwhile.

            belfry psql -c 'SELECT name, last_status FROM jobs ORDER BY last_execution_at DESC LIMIT 20'
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(name: [.customShort("c"), .long], help: "Run this statement and exit.")
    var command: String?

    @Flag(help: "Print the connection string instead.")
    var uri = false

    func run() async throws {
        let configuration = try options.loadOrExit()
        let database = try RunningDatabase.connectionString(configuration)
        guard !uri else {
            print(database)
            return
        }
        var settings = ["default_transaction_read_only=on", "search_path=belfry,public", "statement_timeout=30s"]
        if try await hasReader(database) { settings.append("role=belfry_reader") }
        // By the environment: a command line, and the password in it, is every user's to read.
        var environment = try ConnectionConfiguration.environment(of: database)
        let given = environment["PGOPTIONS"].map { [$0] } ?? []
        environment["PGOPTIONS"] = (given + settings.map { "-c \($0)" }).joined(separator: " ")
        for (name, value) in environment { setenv(name, value, 1) }
        try become("psql", command.map { ["-c", $0] } ?? [])
    }

    /// Whether there is the role, and it may be taken on: Belfry makes it where it may make roles.
    private func hasReader(_ database: String) async throws -> Bool {
        let connection = try await Connection.connect(ConnectionConfiguration(connectionString: database))
        let rows = try await connection.query(
            Query(
                "psql.reader",
                """
                SELECT coalesce(bool_or(pg_has_role(current_user, r.oid, 'MEMBER')), false)
                FROM pg_roles AS r
                WHERE r.rolname = 'belfry_reader'
                """
            )
        )
        let hasReader = try rows[0].decode(Bool.self)
        await connection.close()
        return hasReader
    }

    /// Puts psql in this process' place: it then has the terminal, and Ctrl-C, to itself.
    private func become(_ program: String, _ arguments: [String]) throws -> Never {
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
