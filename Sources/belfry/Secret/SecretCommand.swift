import ArgumentParser

/// `belfry secret`: whose webhooks are believed.
struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Add, list and remove webhook secrets, without a restart.",
        discussion:
            "Uses the API of a running belfry serve. Several secrets at once are for rotation: add, switch, remove.",
        subcommands: [SecretAddCommand.self, SecretListCommand.self, SecretRemoveCommand.self]
    )
}
