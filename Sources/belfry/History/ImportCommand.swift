import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq

/// `belfry import`: executions of the past from a file.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Store executions of the past from a file.",
        discussion: """
            NDJSON or CSV in the webhook's shape, or rows of A1Cron's log (also the log endpoint's whole answers, one a line). \
            What is stored already is left out, so a file can be imported again. No alert is raised or ended, and no counter \
            changes; the hourly and daily rollups take the executions in.

            What rules make of the past is asked afterwards: belfry rules backtest --since 30d. It takes the executions in their order \
            and at their times, which an import does not, and tells nobody.

            belfry import executions.ndjson
            curl … | belfry import -
            """
    )

    /// Lines in the wrong that are shown.
    private static let shownProblems = 20
    private static let chunkSize = 1 << 20

    @Argument(help: "The file; - for standard input.")
    var file: String

    @Option(help: "ndjson or csv; without it, csv for a file named .csv.")
    var format: HistoryFormat?

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.loadOrExit()
        guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            StandardError.print("belfry: \(file) cannot be read: \(String(cString: strerror(errno)))")
            throw ExitCode.failure
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let size = (attributes?[.size] as? NSNumber)?.int64Value ?? 0
        let database = try RunningDatabase.connectionString(configuration)
        let connection = try await Connection.connect(ConnectionConfiguration(connectionString: database))
        var store = ImportStore(connection)
        var lines = ImportLines(format: format?.stored ?? (file.hasSuffix(".csv") ? .csv : .ndjson))
        var report = ImportReport()
        var progress = HistoryProgress(total: size)
        var done: Int64 = 0
        var problems = 0
        while true {
            let chunk = try handle.read(upToCount: Self.chunkSize) ?? Data()
            done += Int64(chunk.count)
            let read = chunk.isEmpty ? lines.finish() : lines.read(chunk)
            for problem in read.problems {
                problems += 1
                if problems <= Self.shownProblems { StandardError.print("\(file):\(problem)") }
            }
            for start in stride(from: 0, to: read.executions.count, by: ImportStore.batchSize) {
                let end = min(start + ImportStore.batchSize, read.executions.count)
                report += try await store.store(Array(read.executions[start..<end]))
                progress.show(done, "\(report.added) stored, \(report.known) known")
            }
            if chunk.isEmpty { break }
        }
        progress.end()
        await connection.close()
        print(
            "\(report.added) stored, \(report.known) known, \(report.stale) older than the retention, "
                + "\(report.recent) log rows too recent, \(problems) lines in the wrong"
        )
        if problems > 0 { throw ExitCode.failure }
    }
}
