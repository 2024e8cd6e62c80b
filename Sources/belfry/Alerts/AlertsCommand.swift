import ArgumentParser

/// `belfry alerts`: what is open, and who has it.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List open alerts, and acknowledge them until they end.",
        discussion: "Uses the API of a running belfry serve.",
        subcommands: [AlertsListCommand.self, AlertsAcknowledgeCommand.self]
    )
}
