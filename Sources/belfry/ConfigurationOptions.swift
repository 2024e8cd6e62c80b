import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// The flags by which every command that reads the configuration finds and overrides it.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "Configuration file; else BELFRY_CONFIG, ./belfry.yaml or /etc/belfry/belfry.yaml.")
    var config: String?

    @Option(help: "Folder for the private database and generated secrets (data_dir).")
    var dataDir: String?

    @Option(help: "Address to listen on (http.host); 127.0.0.1 where nothing says so.")
    var host: String?

    @Option(help: "Port to listen on (http.port); 8080 where nothing says so.")
    var port: String?

    @Option(help: "Address under which people and A1Cron reach the server (http.external_url).")
    var externalURL: String?

    /// The configuration of flags, environment and file, and every problem in it.
    func load() -> (configuration: Configuration?, problems: [Problem]) {
        ConfigurationLoader.load(
            file: config,
            flags: flags,
            environment: ProcessInfo.processInfo.environment
        )
    }

    /// The configuration; errors go to standard error and end the command, warnings are for `check` and `serve`.
    func loadOrExit() throws -> Configuration {
        let (configuration, problems) = load()
        StandardError.print(problems.filter { $0.severity == .error })
        guard let configuration else { throw ExitCode.failure }
        return configuration
    }

    private var flags: [ConfigurationFlag] {
        [
            ("data_dir", "--data-dir", dataDir),
            ("http.host", "--host", host),
            ("http.port", "--port", port),
            ("http.external_url", "--external-url", externalURL),
        ].compactMap { key, flag, value in value.map { ConfigurationFlag(key: key, flag: flag, value: $0) } }
    }
}
