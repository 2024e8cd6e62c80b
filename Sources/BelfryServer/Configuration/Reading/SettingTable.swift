internal import BelfryCore
internal import Yams

/// The settings by key path, each from the strongest source that has it: flags, then environment, then file.
struct SettingTable {
    private(set) var settings: [String: Setting] = [:]

    /// Collects the settings and reports unknown keys and variables.
    init(
        file: YAMLValue?,
        environment: [String: String],
        flags: [ConfigurationFlag],
        problems: inout [Problem]
    ) {
        if let file { collect(file: file, problems: &problems) }
        collect(environment: environment)
        problems += UnknownVariables.problems(in: environment)
        for flag in flags {
            guard let key = ConfigurationKey.all.first(where: { $0.path == flag.key }) else { continue }
            settings[key.path] = Setting(value: Self.value(flag.value, for: key, from: flag.flag), source: .flag)
        }
    }

    subscript(key: String) -> Setting? { settings[key] }

    private mutating func collect(file: YAMLValue, problems: inout [Problem]) {
        let names = Self.topNames
        guard let root = file.mapping(keys: names, problems: &problems) else { return }
        for name in names {
            guard let value = root[name] else { continue }
            let keys = ConfigurationKey.all.filter { $0.parts.section == name }
            if keys.isEmpty {
                settings[name] = Setting(value: value, source: .file)
            } else if let section = value.mapping(keys: keys.map(\.parts.name), problems: &problems) {
                for key in keys {
                    guard let value = section[key.parts.name] else { continue }
                    settings[key.path] = Setting(value: value, source: .file)
                }
            }
        }
    }

    /// An empty variable is as good as none: container tools set those they know to nothing.
    private mutating func collect(environment: [String: String]) {
        for key in ConfigurationKey.all {
            guard let variable = key.environmentVariable, let text = environment[variable], !text.isEmpty else {
                continue
            }
            settings[key.path] = Setting(value: Self.value(text, for: key, from: variable), source: .environment)
        }
    }

    /// The keys and sections at the top, in the order of the list.
    private static var topNames: [String] {
        var names: [String] = []
        for (section, name) in ConfigurationKey.all.map(\.parts) {
            let top = section.isEmpty ? name : section
            if !names.contains(top) { names.append(top) }
        }
        return names
    }

    private static func value(_ text: String, for key: ConfigurationKey, from origin: String) -> YAMLValue {
        let node =
            key.form == .list
            ? Node(text.split(separator: ",").map { scalar(trimmed($0)) }.filter { $0.string != "" })
            : scalar(text)
        return YAMLValue(node: node, file: origin, place: "")
    }

    /// A text, whatever YAML would make of it.
    private static func scalar(_ text: String) -> Node {
        Node(text, Tag(.str), .doubleQuoted)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
