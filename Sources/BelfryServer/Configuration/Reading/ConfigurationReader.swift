public import BelfryCore
internal import Yams

/// Makes a configuration of texts: pure but for the closure that reads secrets.
public struct ConfigurationReader {
    /// The file's name and text; nil where there is no file.
    public var file: (name: String, text: String)?
    /// The environment variables, of which those that begin with `BELFRY_` count.
    public var environment: [String: String]
    /// What the command line sets.
    public var flags: [ConfigurationFlag]
    /// Reads the file at a path as it stands in the configuration.
    public var readFile: (String) throws -> String

    /// A reader of these sources.
    public init(
        file: (name: String, text: String)? = nil,
        environment: [String: String] = [:],
        flags: [ConfigurationFlag] = [],
        readFile: @escaping (String) throws -> String
    ) {
        self.file = file
        self.environment = environment
        self.flags = flags
        self.readFile = readFile
    }

    /// The configuration, and every problem in it at once, those of the file in the order of its lines.
    ///
    /// The configuration is nil where any problem is an error.
    public func read() -> (configuration: Configuration?, problems: [Problem]) {
        var problems: [Problem] = []
        let root = file.flatMap { YAMLValue.parse($0.text, file: $0.name, problems: &problems) }
        let settings = SettingTable(file: root, environment: environment, flags: flags, problems: &problems)
        var reader = SettingReader(settings, fileName: file?.name, readFile: readFile, problems: problems)
        var configuration = configuration(&reader)
        var ignored: [Problem] = []
        for (key, value) in root?.anyMapping(problems: &ignored)?.entries ?? [] {
            configuration.sections[key] = value.node.hashValue
        }
        let sorted = sorted(reader.problems)
        return (sorted.contains { $0.severity == .error } ? nil : configuration, sorted)
    }

    private func configuration(_ reader: inout SettingReader) -> Configuration {
        var configuration = Configuration()
        configuration.file = file?.name
        reader.http(&configuration.http)
        if let url = reader.secret("database.url") {
            DatabaseURL.complaint(about: url.text).map { reader.problems.append(url.place.problem($0)) }
            configuration.database.url = Secret(url.text)
        }
        if let path = reader.text("data_dir") {
            configuration.dataFolder = DataFolder(path: resolved(path, reader["data_dir"]?.source))
        } else {
            configuration.dataFolder = DataFolder(path: resolved(configuration.dataFolder.path, .file))
        }
        reader.webhook(&configuration.webhook)
        let source = reader["rule_files"]?.source
        configuration.ruleFiles = reader.list("rule_files") { resolved($0, source) }
        reader.outbound(&configuration.outbound)
        reader.alerting(&configuration, readFile: readFile)
        configuration.heartbeat = reader.heartbeat(configuration.global)
        configuration.a1cron = reader.a1cron()
        reader.retention(&configuration.retention)
        configuration.timeZone = reader.timeZone() ?? configuration.timeZone
        if let value = reader["triggers"]?.value {
            configuration.triggers = TriggersReader(global: configuration.global, secrets: SecretReader(readFile))
                .read(value, hasAPI: configuration.a1cron != nil, problems: &reader.problems)
        }
        reader.judge(configuration)
        return configuration
    }

    /// A path usable from the current folder, to which what stands on the command line is relative already.
    private func resolved(_ path: String, _ source: Setting.Source?) -> String {
        guard source != .flag, let file = file?.name else { return path }
        return RelativePath.resolved(path, besideFile: file)
    }

    private func sorted(_ problems: [Problem]) -> [Problem] {
        let ranked = problems.enumerated().map { index, problem in
            (key: (problem.file == file?.name ? 0 : 1, problem.line ?? 0, index), problem: problem)
        }
        return ranked.sorted { $0.key < $1.key }.map(\.problem)
    }
}
