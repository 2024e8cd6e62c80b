import ArgumentParser

/// `belfry health`: whether a server takes webhooks, for health checks that have no other client.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running server whether it takes webhooks now (/-/ready); the exit status is the answer."
    )

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        _ = try await server.call("GET", "/-/ready")
        print("ready")
    }
}
