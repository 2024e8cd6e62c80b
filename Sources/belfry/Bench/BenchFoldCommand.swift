import ArgumentParser
import BelfryStore
import Libpq

/// Folds everything a database holds into its rollups, for `script/bench history`.
struct BenchFoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fold",
        abstract: "Fold all executions of a database into its hours and days.",
        shouldDisplay: false
    )

    @Option(help: "The database.")
    var database: String

    func run() async throws {
        let pool = ConnectionPool(configuration: try ConnectionConfiguration(connectionString: database), size: 1)
        try await RollupStore(pool: pool).foldAll()
        await pool.close()
    }
}
