import ArgumentParser
import Foundation

/// `belfry secret remove`.
struct SecretRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Believe no more what these secrets sign; the last one stays."
    )

    @Argument(help: "Ids of secrets, as belfry secret list shows them.")
    var ids: [String]

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        for id in ids {
            guard let path = id.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else { continue }
            _ = try await server.call("DELETE", "/api/v1/secrets/\(path)")
            print("\(id)  removed")
        }
    }
}
