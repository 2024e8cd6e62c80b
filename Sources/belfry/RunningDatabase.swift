import ArgumentParser
import BelfryServer
import BelfryStore
import Foundation

/// The database that commands read beside a running server.
enum RunningDatabase {
    /// The configured one, or the private one of the data folder; ends the command where that does not run, or is another account's.
    static func connectionString(_ configuration: Configuration) throws -> String {
        if let found = find(configuration) { return found }
        let folder = configuration.dataFolder.path
        StandardError.print("belfry: \(advice(folder))")
        throw ExitCode.failure
    }

    /// The configured one, or the private one of the data folder; nil where that does not run, or is another account's.
    static func find(_ configuration: Configuration) -> String? {
        if let url = configuration.database.url { return url.text }
        return EmbeddedPostgres.connectionString(dataDirectory: configuration.dataFolder.path, role: "belfry")
    }

    private static func advice(_ folder: String) -> String {
        guard let foreign = ForeignCluster(dataDirectory: folder) else {
            return "no private database is running in \(folder); start belfry serve first, or name its folder by "
                + "--data-dir"
        }
        let words = CommandLine.arguments.map(CommandWords.quoted).joined(separator: " ")
        let whose =
            foreign.owner.map { "belongs to the account \($0)" } ?? "is in a folder that this account may not enter"
        let account = foreign.user == "root" ? "" : "-u \(CommandWords.quoted(foreign.user)) "
        return """
            the private database in \(foreign.path) \(whose), and its socket is for that account and root only. Type
              sudo \(account)\(words)
            """
    }
}
