import ArgumentParser
import BelfryServer
import Foundation

/// `belfry secret list`.
struct SecretListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the webhook secrets by their ids, with their last use by the running process."
    )

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let answer = try await server.call("GET", "/api/v1/secrets")
        let list = try JSONDecoder().decode(SecretListDocument.self, from: Data(answer.utf8))
        guard output == .text else {
            print(try OutputFormat.json(list))
            return
        }
        let rows = list.secrets.map { [$0.id, $0.lastUsedAt ?? "not since the start"] }
        print(TextTable.lines([["ID", "LAST USED"]] + rows).joined(separator: "\n"))
        print("kept in \(list.file ?? "the configuration (webhook.secrets)")")
        if let instruction = list.instruction { print(instruction) }
    }
}
