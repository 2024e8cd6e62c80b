import ArgumentParser
import BelfryServer
import Foundation

/// `belfry secret add`.
struct SecretAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Believe webhooks signed by one more secret; it is read from standard input.",
        discussion: "Paste it, or pipe it in: one secret a line. It is never an argument, which other users could see."
    )

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let secrets = SecretPrompt.read("Paste the webhook secret (it is not shown), then Enter: ")
        guard !secrets.isEmpty else {
            StandardError.print("error: no secret on standard input")
            throw ExitCode.failure
        }
        for secret in secrets {
            let body = Array(try JSONEncoder().encode(SecretRequest(secret: secret)))
            let answer = try await server.call("POST", "/api/v1/secrets", body)
            let added = try JSONDecoder().decode(SecretAddedDocument.self, from: Data(answer.utf8))
            print(
                "\(added.id)  \(added.isNew ? "added: webhooks signed with it are accepted now" : "is there already")"
            )
            if let warning = added.warning { StandardError.print("warning: \(warning)") }
        }
    }
}
