import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry notify test`.
struct NotifyTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a message marked TEST to a receiver and say what each target answers.",
        discussion: """
            The test takes the way of every message: the queue, its order, the limits of the chat, the delivery log. A target \
            that is marked broken is tried at once and comes back when it accepts. Fails unless every target has accepted.
            """
    )

    @Argument(help: "The receiver's name.")
    var receiver: String

    @OptionGroup var outcome: DeliveryOutcomeOptions

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let name = receiver.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? receiver
        try await outcome.report(of: try await server.call("POST", "/api/v1/receivers/\(name)/test"), server)
    }
}
