import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq

/// `belfry explain`: why an execution rang or did not.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what every rule and trigger made of an execution, and what followed.",
        discussion: """
            The rules are those that decided it, evaluated again on what is stored; the triggers are those configured now. Reads only.

            belfry explain exe_7f3a --attempt 2
            """
    )

    @Argument(help: "The execution_id.")
    var executionID: String

    @Option(help: "Only of this job (cron_job_id); finds it faster.")
    var job: String?

    @Option(help: "Only this attempt (retry_attempt).")
    var attempt: Int32?

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "text or json.")
    var output = OutputFormat.text

    func run() async throws {
        let configuration = try options.loadOrExit()
        let database = try RunningDatabase.connectionString(configuration)
        let connection = try await Connection.connect(ConnectionConfiguration(connectionString: database))
        let decisions = try await ExplanationStore(connection).decisions(
            executionID: executionID,
            jobID: job,
            attempt: attempt
        )
        await connection.close()
        guard !decisions.isEmpty else {
            StandardError.print("belfry: no execution \"\(executionID)\" is stored; see belfry.executions")
            throw ExitCode.failure
        }
        let triggers = TriggerSet(configuration.triggers.map(\.rule))
        let explanations = decisions.map { Explanation($0, triggers: triggers) }
        switch output {
        case .text:
            let text = explanations.map(\.text).joined(separator: "\n\n")
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                print(PlainText.printable(String(line)))
            }
        case .json:
            print(try OutputFormat.json(explanations))
        }
    }
}
