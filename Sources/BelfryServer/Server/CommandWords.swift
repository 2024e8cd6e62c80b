internal import Foundation

/// How commands are typed so that they reach a server as it was started: with its port, data folder and configuration file.
///
/// Whatever the server got from flags and environment variables is repeated as flags, because who copies a line may have neither.
public struct CommandWords: Hashable, Sendable {
    /// What a command has to find.
    public enum Reach: Hashable, Sendable {
        /// The data folder: its database and secrets.
        case data
        /// The running server, and the secrets to talk to it.
        case server
        /// The address webhooks are posted to, and the secret that signs them.
        case webhooks
    }

    /// The name of the program: `./belfry`, or `belfry` where it is installed.
    public var program: String
    private var dataFlags: [String] = []
    private var serverFlags: [String] = []
    private var webhookFlags: [String] = []

    /// Words without a flag.
    public init(program: String = "./belfry") {
        self.program = program
    }

    /// The words for a server of this configuration that listens on `port`.
    public init(
        program: String,
        configuration: Configuration,
        port: Int,
        searchPath: [String] = ConfigurationLoader.searchPath
    ) {
        self.program = program
        let found = searchPath.first(where: FileManager.default.fileExists(atPath:))
        if let file = configuration.file, file != found { dataFlags += Self.flag("--config", Self.absolute(file)) }
        let read = ConfigurationLoader.load(
            file: configuration.file,
            environment: [:],
            searchPath: searchPath
        )
        // A file that says too little by itself says nothing here, and all is repeated.
        let bare = read.configuration ?? Configuration()
        let folder = Self.absolute(configuration.dataFolder.path)
        if folder != Self.absolute(bare.dataFolder.path) { dataFlags += Self.flag("--data-dir", folder) }
        var (asked, known) = (configuration.http, bare.http)
        (asked.port, known.port) = (port, port)
        if asked.localURL != known.localURL { serverFlags += Self.flag("--host", configuration.http.host) }
        if port != bare.http.port { serverFlags += Self.flag("--port", String(port)) }
        if let url = configuration.http.externalURL, url != bare.http.externalURL {
            webhookFlags += Self.flag("--external-url", url)
        }
    }

    /// A command to type, such as `./belfry webhooks --follow --port 9090`.
    public func words(_ command: String, reaching reach: Reach) -> String {
        ([program, command] + flags(reach)).joined(separator: " ")
    }

    /// The flags to repeat for `belfry serve` itself.
    public var serveFlags: [String] { flags(.webhooks) }

    /// A word as a shell reads it, whatever it holds.
    public static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:@%+=,".contains($0)) }
        return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }

    private func flags(_ reach: Reach) -> [String] {
        switch reach {
        case .data: dataFlags
        case .server: dataFlags + serverFlags
        case .webhooks: dataFlags + serverFlags + webhookFlags
        }
    }

    private static func flag(_ name: String, _ value: String) -> [String] { [name, quoted(value)] }

    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
