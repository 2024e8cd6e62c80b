import ArgumentParser
import BelfryServer
import Foundation

/// `belfry notify resend`.
struct NotifyResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Send a notification again that was delivered, refused or too old.",
        discussion: """
            It goes out as it was, as a new notification of the reason resend. Named by the id of one delivery it goes to that \
            target only. Fails unless every target has accepted.
            """
    )

    @Argument(help: "Id of a notification or of a delivery, as belfry notify log shows them.")
    var id: String

    @OptionGroup var outcome: DeliveryOutcomeOptions

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let escaped = id.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? id
        try await outcome.report(of: try await server.call("POST", "/api/v1/notifications/\(escaped)/resend"), server)
    }
}
