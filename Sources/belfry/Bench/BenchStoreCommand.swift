import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq
import Logging

/// Commits batches of executions without a server, and reports what the database and the decisions alone can do.
struct BenchStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Commit the same executions without HTTP, one batch after the other, and time the commits.",
        discussion: """
            Each batch goes through the whole ingest transaction with the rules in force. Only the time from a batch's \
            hand-over to its COMMIT counts; making the next batch does not.
            """
    )

    @Option(help: "The database; without it the private one of the server that runs on --data-dir.")
    var databaseURL: String?

    @Option(help: "The data folder of that server.")
    var dataDir = "data"

    @Option(help: "Executions in a batch.")
    var batch = 256

    @Option(help: "How long batches are committed, in time that counts.", transform: TimeSpan.argument)
    var duration = TimeSpan.seconds(10)

    @Option(help: "Jobs the executions are spread over.")
    var jobs: UInt64 = 10_000

    @Option(help: "The fraction of final failures, 0 to 1.")
    var failures = 0.02

    @Option(help: ArgumentHelp("The form of the report.", valueName: "text|json"))
    var output = OutputFormat.text

    func validate() throws {
        guard (1...IngestQueue.defaultMaximumBatch).contains(batch) else {
            throw ValidationError("--batch must be 1 to \(IngestQueue.defaultMaximumBatch)")
        }
        guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
        guard (0...1).contains(failures) else { throw ValidationError("--failures must be 0 to 1, got \(failures)") }
    }

    func run() async throws {
        guard let url = databaseURL ?? EmbeddedPostgres.connectionString(dataDirectory: dataDir, role: "belfry") else {
            throw ValidationError("no private database runs on \(dataDir)")
        }
        var logger = Logger(label: "belfry")
        logger.logLevel = .warning
        let writer = IngestWriter(
            configuration: try ConnectionConfiguration(connectionString: url),
            rules: ActiveRules(),
            logger: logger
        ) { _ in }
        let report = try await measure(writer)
        await writer.close()
        print(output == .json ? try report.json() : report.text)
    }

    private func measure(_ writer: IngestWriter) async throws -> BenchStoreReport {
        var workload = BenchWorkload(runID: BenchLoadOptions.drawnRunID())
        workload.jobs = jobs
        workload.failures = failures
        var source = try BenchExecutions(workload: workload)
        // The first batches read every job and prepare every statement.
        for _ in 0..<max(4, Int(jobs) / batch) { _ = try await writer.commit(try source.next(batch)) }
        var times = BenchHistogram()
        var events: UInt64 = 0
        var elapsed = Duration.zero
        while elapsed < .microseconds(duration.microseconds) {
            let executions = try source.next(batch)
            let start = ContinuousClock.now
            let verdicts = try await writer.commit(executions)
            let time = ContinuousClock.now - start
            guard verdicts.allSatisfy({ $0 == .accepted }) else {
                throw ValidationError("an execution was not accepted: \(verdicts.first { $0 != .accepted } as Any)")
            }
            elapsed += time
            events += UInt64(executions.count)
            times.add(UInt64(time / .nanoseconds(1)))
        }
        return BenchStoreReport(batch: batch, events: events, seconds: elapsed / .seconds(1), commits: times)
    }
}
