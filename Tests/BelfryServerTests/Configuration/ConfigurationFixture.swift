import BelfryCore

@testable import BelfryServer

/// Reads configurations that exist only in a test.
enum ConfigurationFixture {
    /// The file a secret cannot be read from.
    struct NoSuchFile: Error, CustomStringConvertible {
        let description = "No such file or directory"
    }

    /// The result of reading a text as `belfry.yaml`, with secrets in files of these names.
    static func read(
        _ text: String? = nil,
        environment: [String: String] = [:],
        flags: [ConfigurationFlag] = [],
        files: [String: String] = [:]
    ) -> (configuration: Configuration?, problems: [Problem]) {
        let reader = ConfigurationReader(
            file: text.map { ("belfry.yaml", $0) },
            environment: environment,
            flags: flags
        ) { path in
            guard let text = files[path] else { throw NoSuchFile() }
            return text
        }
        return reader.read()
    }

    /// The problems that are errors, as people see them.
    static func errors(_ text: String? = nil, environment: [String: String] = [:], files: [String: String] = [:])
        -> [String]
    {
        read(text, environment: environment, files: files).problems.filter { $0.severity == .error }.map(\.description)
    }

    /// The problems that are warnings.
    static func warnings(_ text: String? = nil, environment: [String: String] = [:]) -> [String] {
        read(text, environment: environment).problems.filter { $0.severity == .warning }.map(\.description)
    }
}
