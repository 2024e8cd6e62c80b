import ArgumentParser
import BelfryServer
import BelfryStore

/// `belfry database upgrade`: the private database to a newer major version of PostgreSQL.
struct DatabaseUpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Move the private database to a newer major version of PostgreSQL.",
        discussion: """
            Stop belfry serve before. The programs of both versions must be installed, and there must be room for a second copy: \
            the old database stays as it is until the new one works, and is then kept beside it. An upgrade that was interrupted \
            is simply started again.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The major version to move to; the newest installed one unless given.")
    var to: Int?

    func run() async throws {
        let configuration = try options.loadOrExit()
        if let url = configuration.database.redactedURL {
            StandardError.print("belfry: \(url) is no private database: it is upgraded with its own tools")
            throw ExitCode.failure
        }
        do {
            let outcome = try await EmbeddedPostgres.upgrade(
                EmbeddedPostgres.Options(dataDirectory: configuration.dataFolder.path),
                to: to,
                progress: { StandardError.print("belfry: \($0)") }
            )
            switch outcome {
            case .current(let version):
                print("the database is PostgreSQL \(version) already")
            case .moved(let old, let new, let kept, let notes):
                print("the database was moved from PostgreSQL \(old) to \(new); start belfry serve")
                print("the old one is kept, and may be removed when all is well: \(kept)")
                for note in notes { print("note: \(note)") }
            }
        } catch {
            StandardError.print("belfry: \(error)")
            throw ExitCode.failure
        }
    }
}
