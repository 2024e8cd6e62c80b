import ArgumentParser
import BelfryServer
import BelfryStore

/// The database that commands read beside a running server.
enum RunningDatabase {
    /// The configured one, or the private one of the data folder; ends the command where that does not run.
    static func connectionString(_ configuration: Configuration) throws -> String {
        if let found = find(configuration) { return found }
        let folder = configuration.dataFolder.path
        StandardError.print(
            "belfry: no private database is running in \(folder); start belfry serve first, or name its folder by --data-dir"
        )
        throw ExitCode.failure
    }

    /// The configured one, or the private one of the data folder; nil where that does not run.
    static func find(_ configuration: Configuration) -> String? {
        if let url = configuration.database.url { return url.text }
        return EmbeddedPostgres.connectionString(dataDirectory: configuration.dataFolder.path, role: "belfry")
    }
}
