import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq

/// `belfry export`: the stored executions as a file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write stored executions to standard output.",
        discussion: """
            Day by day, each day's by job and time. Both formats hold what is stored, and belfry import reads them. Reads in pages, \
            so that a slow reader holds up nothing.

            belfry export --since 30d > executions.ndjson
            belfry export --format csv --spreadsheet-safe --job ID > for-a-spreadsheet.csv
            """
    )

    @Option(help: "ndjson or csv.")
    var format = HistoryFormat.ndjson

    @Option(help: "From this time on: 2026-01-31, 2026-01-31T12:00:00Z, or 30d ago.", transform: Instant.argument)
    var since: Instant?

    @Option(help: "Up to this time, which is left out.", transform: Instant.argument)
    var until: Instant?

    @Option(help: "Only of this job (cron_job_id).")
    var job: String?

    @Flag(help: "With csv: an apostrophe before texts a spreadsheet takes for formulas (= + - @). Not for an import.")
    var spreadsheetSafe = false

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if spreadsheetSafe, format != .csv { throw ValidationError("--spreadsheet-safe is for --format csv") }
    }

    func run() async throws {
        let configuration = try options.loadOrExit()
        let database = try RunningDatabase.connectionString(configuration)
        let connection = try await Connection.connect(ConnectionConfiguration(connectionString: database))
        let now = WallClock.now()
        let total = try await ExecutionHistory(connection).estimate(
            from: since ?? now - .days(400),
            to: until ?? now
        )
        var progress = HistoryProgress(total: total)
        var count: Int64 = 0
        try await ExecutionExport(connection).forEachPage(
            of: ExecutionExport.Selection(from: since, to: until, jobID: job),
            as: format.stored,
            isSpreadsheetSafe: spreadsheetSafe
        ) { lines in
            try FileHandle.standardOutput.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
            count += Int64(lines.count)
            progress.show(count, "\(count) executions")
        }
        progress.end()
        await connection.close()
    }
}
