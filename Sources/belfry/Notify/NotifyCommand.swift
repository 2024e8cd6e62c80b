import ArgumentParser

/// `belfry notify`: what was sent, and sending on request.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Test receivers, look at messages, read the delivery log, and send something again.",
        discussion: "All but preview use the API of a running belfry serve.",
        subcommands: [
            NotifyTestCommand.self, NotifyPreviewCommand.self, NotifyLogCommand.self, NotifyResendCommand.self,
        ]
    )
}
