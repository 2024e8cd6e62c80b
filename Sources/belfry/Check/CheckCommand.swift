import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry check`: reads configuration and rules and says what a start would do with them.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration and rules, and print what would happen.",
        discussion: """
            Exits non-zero where belfry serve would not start or could not send. A configured database has to answer, and rules and \
            triggers are checked against it: the queries they ask and the jobs they name. The names of targets are looked up, and \
            whether their addresses may be connected to; nothing is sent to them.
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
            problems += AdminToken.problems(in: configuration)
            problems += await DatabaseCheck.problems(configuration, rules: rules)
            problems += await TargetCheck.problems(in: configuration)
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
}
