internal import Yams

/// A mapping in a YAML file: its values by key, in the order they stand.
public struct YAMLMapping {
    /// The value this mapping is.
    public let owner: YAMLValue
    /// Keys and values in order.
    public let entries: [(key: String, value: YAMLValue)]

    init(owner: YAMLValue, entries: [(String, YAMLValue)]) {
        self.owner = owner
        self.entries = entries.map { (key: $0.0, value: $0.1) }
    }

    /// The value under a key; nil when the key is absent or its value is null.
    public subscript(key: String) -> YAMLValue? {
        guard let value = entries.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
        return value
    }

    /// The value under a key that must be there.
    public func required(_ key: String, problems: inout [Problem]) -> YAMLValue? {
        guard let value = self[key] else {
            problems.append(owner.problem("\"\(key)\" is missing"))
            return nil
        }
        return value
    }

    /// The text under a key; nil when absent, or reported.
    public func string(_ key: String, problems: inout [Problem]) -> String? {
        self[key]?.string(problems: &problems)
    }

    /// The list of texts under a key; a single text counts as a list of one; nil when absent, or reported.
    public func strings(_ key: String, problems: inout [Problem]) -> [String]? {
        guard let value = self[key] else { return nil }
        if case .scalar = value.node { return value.string(problems: &problems).map { [$0] } }
        return value.list(problems: &problems)?.compactMap { $0.string(problems: &problems) }
    }

    /// Texts by name under a key (`labels`, `annotations`); empty when absent.
    public func texts(_ key: String, problems: inout [Problem]) -> [String: YAMLValue] {
        guard let mapping = self[key]?.anyMapping(problems: &problems) else { return [:] }
        var texts: [String: YAMLValue] = [:]
        for (name, value) in mapping.entries where value.string(problems: &problems) != nil {
            texts[name] = value
        }
        return texts
    }
}
