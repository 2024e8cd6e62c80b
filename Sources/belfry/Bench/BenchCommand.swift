import ArgumentParser
import BelfryServer
import Foundation
import NIOCore

/// `belfry bench`: measures a server, the store alone, or the rules alone.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a server with signed webhooks, the store alone, or the rules alone.",
        subcommands: [
            BenchLoadCommand.self, BenchStoreCommand.self, BenchRulesCommand.self, BenchFoldCommand.self,
            BenchMaintainCommand.self,
        ],
        defaultSubcommand: BenchLoadCommand.self
    )
}

/// Loads a server with signed webhooks and reports what it acknowledged, how fast, and whether it kept its word.
struct BenchLoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Send signed webhooks at full speed or at a rate, and time the answers (the default).",
        discussion: """
            Without --rate each connection sends its next webhook when the last one is answered. With it, webhooks are due \
            at fixed intervals and latency counts from then on, however late an answer makes the next sending.
            Exits with 1 when something was not acknowledged (unless --tolerate-errors) or, with --verify, when something \
            acknowledged is not stored exactly once.
            """
    )

    @OptionGroup(title: "Load")
    var load: BenchLoadOptions

    @OptionGroup(title: "Verification")
    var verification: BenchVerificationOptions

    @Option(help: ArgumentHelp("The form of the report.", valueName: "text|json"))
    var output = OutputFormat.text

    func validate() throws {
        try load.validate()
        try verification.validate()
    }

    func run() async throws {
        if let path = verification.verifyRecord {
            let verdict = try await verify(AcknowledgementRecord.read(path: path))
            print(try text(of: verdict))
            guard verdict.holds else { throw ExitCode(1) }
            return
        }
        let settings = try load.settings(recordPath: verification.record)
        let result = try await LoadGenerator.run(settings, progress: BenchProgress().show)
        var report = BenchReport(url: load.url, settings: settings, result: result)
        if verification.isRequested {
            let runID = settings.workload.runID
            report.verification = try await verify(BenchLedger(runID: runID, acknowledged: result.acknowledged))
        }
        print(output == .json ? try report.json() : report.text)
        let isComplete = report.errors.isEmpty && report.alerts?.missing ?? 0 == 0
        guard isComplete || load.tolerateErrors, report.verification?.holds ?? true else { throw ExitCode(1) }
    }

    private func verify(_ ledger: BenchLedger) async throws -> BenchVerdict {
        try await AcknowledgementVerifier(
            connectionString: try verification.connectionString(),
            relation: verification.verifyTable
        ).verify(ledger)
    }

    private func text(of verdict: BenchVerdict) throws -> String {
        guard output == .json else {
            return BenchReport.rows(verdict).map { "\($0.0): \($0.1)" }.joined(separator: "\n")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(verdict), as: UTF8.self)
    }
}
