import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry rules show`: the rules in force.
struct RulesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the rules that this configuration puts in force: the built-in ones where it names no files.",
        discussion: """
            Without a name, the text of the files as it stands; with one, that rule with what its group says for it, as a file to \
            begin with. Connects to nothing.
            """
    )

    @Argument(help: "The name of a rule; all without it.")
    var name: String?

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "text or json.")
    var output = OutputFormat.text

    func run() throws {
        let configuration = try options.loadOrExit()
        let found = RuleFileLoader.load(configuration.ruleFiles)
        let problems = (found.problems + RuleSet.load(found.files).problems).filter { $0.severity == .error }
        StandardError.print(problems)
        guard problems.isEmpty else { throw ExitCode.failure }
        var rules = RuleListing.rules(in: found.files)
        if let name {
            let known = rules.map(\.name)
            rules = rules.filter { $0.name == name }
            guard !rules.isEmpty else {
                let hint = NearestName.hint(name, in: known)
                StandardError.print("belfry: no rule is named \"\(name)\"\(hint): \(known.joined(separator: ", "))")
                throw ExitCode.failure
            }
        }
        switch output {
        case .json:
            // Labels keep the names they have.
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(rules), as: UTF8.self))
        case .text where name != nil:
            for rule in rules { print(try rule.text(), terminator: "") }
        case .text:
            for file in found.files {
                // One file is printed as it is, so that it can be kept as one.
                if found.files.count > 1 { print("# \(file.name)") }
                print(file.text, terminator: file.text.hasSuffix("\n") ? "" : "\n")
            }
        }
    }
}
