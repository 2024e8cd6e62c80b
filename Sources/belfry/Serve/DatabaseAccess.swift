import BelfryServer
import BelfryStore
import Foundation
import Libpq
import Logging

/// The database a command works on: the configured one, or the private one of the data folder.
struct DatabaseAccess {
    /// How to connect.
    var connection: ConnectionConfiguration
    /// The private server, where this process has started it.
    var embedded: EmbeddedPostgres?

    /// The private server is started, or adopted, where no URL is configured.
    static func open(_ configuration: Configuration, logger: Logger) async throws -> DatabaseAccess {
        if let url = configuration.database.url {
            return DatabaseAccess(connection: try connection(url.text), embedded: nil)
        }
        let embedded = try await EmbeddedPostgres.start(
            EmbeddedPostgres.Options(dataDirectory: configuration.dataFolder.path),
            logger: logger
        )
        return DatabaseAccess(connection: try connection(embedded.connectionString), embedded: embedded)
    }

    /// What the start-up text says of it.
    func description(_ configuration: Configuration) -> String {
        if let embedded { return "private PostgreSQL \(embedded.serverVersion), unix socket" }
        return configuration.database.redactedURL ?? "PostgreSQL"
    }

    private static func connection(_ string: String) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(connectionString: string, applicationName: "belfry")
    }
}
