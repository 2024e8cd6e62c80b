import ArgumentParser
import BelfryCore
import BelfryStore
import Libpq

/// One pass of the history's maintenance, for `script/bench maintenance`.
struct BenchMaintainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintain",
        abstract: "Make partitions, delete what is older than a retention, and say how long each took.",
        shouldDisplay: false
    )

    @Option(help: "The database.")
    var database: String

    @Option(help: "How long executions are kept.", transform: TimeSpan.argument)
    var retention = TimeSpan.days(1)

    func run() async throws {
        let pool = ConnectionPool(configuration: try ConnectionConfiguration(connectionString: database), size: 1)
        let start = ContinuousClock.now
        let made = try await PartitionStore(pool: pool).maintain()
        let report = try await RetentionStore(pool: pool).enforce(
            RetentionPolicy(executions: retention, failures: retention, deliveries: .days(90), rollups: .days(1_825))
        )
        await pool.close()
        print(
            """
            \(made.count) partitions made, \(report.dropped.count) dropped, \(report.postponed.count) postponed, \
            \(report.keys) keys deleted in \(ContinuousClock.now - start)
            """
        )
    }
}
