import ArgumentParser
import BelfryStore
import Libpq
import Logging

/// `belfry migrate`: brings the database's schema to this version.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema to this version; serve does it by itself.",
        discussion: "A second run does no harm."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.loadOrExit()
        let database = try await DatabaseAccess.open(configuration, logger: Logger(label: "belfry"))
        do {
            let connection = try await Connection.connect(database.connection)
            let outcome = try await Migrator.migrate(connection)
            await connection.close()
            let change = outcome.from == outcome.to ? "already" : "migrated from \(outcome.from)"
            print("schema \(outcome.to) (\(change))")
        } catch {
            await database.embedded?.stop()
            StandardError.print("belfry: \(error)")
            throw ExitCode.failure
        }
        await database.embedded?.stop()
    }
}
