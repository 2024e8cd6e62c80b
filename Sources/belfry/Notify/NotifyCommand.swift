import ArgumentParser

/// `belfry notify`: what was sent, and sending on request.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Test receivers, read the delivery log, and send something again.",
        discussion: "Uses the API of a running belfry serve.",
        subcommands: [NotifyTestCommand.self, NotifyLogCommand.self, NotifyResendCommand.self]
    )
}
