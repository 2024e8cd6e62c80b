import ArgumentParser

/// `belfry rules`: what can be done with rule files.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Show the rules in force, and test rules before they are live.",
        subcommands: [RulesShowCommand.self, RulesTestCommand.self, RulesBacktestCommand.self]
    )
}
