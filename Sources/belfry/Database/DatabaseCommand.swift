import ArgumentParser

/// `belfry database`: the private PostgreSQL.
struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "Look after the private PostgreSQL.",
        subcommands: [DatabaseUpgradeCommand.self]
    )
}
