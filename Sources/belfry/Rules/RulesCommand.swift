import ArgumentParser

/// `belfry rules`: what can be done with rule files.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Test rules before they are live.",
        subcommands: [RulesTestCommand.self, RulesBacktestCommand.self]
    )
}
