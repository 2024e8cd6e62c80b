import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq

/// `belfry check`: reads configuration and rules and says what a start would do with them.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration and rules, and print what would happen.",
        discussion: """
            Exits non-zero where belfry serve would not start. Where the database answers, rules and triggers are checked against it: \
            the queries they ask and the jobs they name.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "text or json.")
    var output = OutputFormat.text

    func run() async throws {
        var (configuration, problems) = options.load()
        var files: [RuleFile] = []
        var rules: RuleSet?
        if let configuration {
            let found = RuleFileLoader.load(configuration.ruleFiles)
            let loaded = RuleSet.load(found.files)
            files = found.files
            rules = found.problems.isEmpty ? loaded.rules : nil
            problems += found.problems + loaded.problems
            if let rules { problems += await Self.problems(in: rules, of: configuration) }
        }
        let report = CheckReport(configuration, rules: rules, ruleFiles: files, problems: problems)
        switch output {
        case .text:
            StandardError.print(problems)
            if configuration != nil { print(report.text) }
            print(report.summary)
        case .json:
            print(try report.json())
        }
        guard report.ok else { throw ExitCode.failure }
    }

    /// What the database says of rules and triggers; a warning where it would have been asked and does not answer.
    private static func problems(in rules: RuleSet, of configuration: Configuration) async -> [Problem] {
        let triggers = TriggerSet(configuration.triggers.map(\.rule))
        guard !rules.queryRules.isEmpty || !rules.missedRules.isEmpty || !triggers.isEmpty else { return [] }
        do {
            guard let string = RunningDatabase.find(configuration) else { throw NoDatabase() }
            let connection = try await Connection.connect(
                try ConnectionConfiguration(connectionString: string, applicationName: "belfry check")
            )
            let problems =
                try await RuleQueries.problems(in: rules, on: connection)
                + RuleQueries.rulesWithoutJob(in: rules, on: connection)
                + TriggerJobs.problems(in: triggers, on: connection)
            await connection.close()
            return problems
        } catch {
            return [
                Problem(
                    severity: .warning,
                    file: (rules.files.map(\.name) + (triggers.isEmpty ? [] : [configuration.file].compactMap(\.self)))
                        .joined(separator: ", "),
                    message: "queries and names of jobs were not checked: \(error)"
                )
            ]
        }
    }

    private struct NoDatabase: Error, CustomStringConvertible {
        var description: String { "no database is running" }
    }
}
