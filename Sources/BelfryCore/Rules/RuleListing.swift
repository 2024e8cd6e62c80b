internal import Yams

/// A rule as it is written, with what its group says for it: for `belfry rules show`.
public struct RuleListing: Encodable {
    /// The rule's name.
    public var name: String
    /// The file it stands in.
    public var file: String
    /// 1-based line of the rule.
    public var line: Int?

    private let groupName: String
    private let entries: [(key: String, value: Node)]

    /// The rules of files that were loaded without a problem, in order.
    public static func rules(in files: [RuleFile]) -> [RuleListing] {
        var ignored: [Problem] = []
        return files.flatMap { file in
            let root = YAMLValue.parse(file.text, file: file.name, problems: &ignored)
            let groups = root?.anyMapping(problems: &ignored)?["groups"]?.list(problems: &ignored) ?? []
            return groups.flatMap { group -> [RuleListing] in
                guard let mapping = group.anyMapping(problems: &ignored) else { return [] }
                let rules = mapping["rules"]?.list(problems: &ignored) ?? []
                return rules.compactMap { rule in
                    rule.anyMapping(problems: &ignored).flatMap { RuleListing($0, in: mapping) }
                }
            }
        }
    }

    private init?(_ rule: YAMLMapping, in group: YAMLMapping) {
        guard let name = rule["alert"]?.node.string else { return nil }
        self.name = name
        (file, line) = (rule.owner.file, rule.owner.line)
        groupName = group["name"]?.node.string ?? ""
        let trigger = rule["on"]?.node.string.flatMap(RuleTrigger.init(rawValue:)) ?? .execution
        var entries = rule.entries.filter { !$0.value.isNull }.map { (key: $0.key, value: $0.value.node) }
        for (key, value) in group.entries where !value.isNull {
            let position = entries.firstIndex { $0.key == key }
            if key == "labels", let position, var labels = value.node.mapping, let own = entries[position].value.mapping
            {
                for (name, label) in own { labels[name] = label }
                entries[position].value = .mapping(labels)
            } else if position == nil, key == "labels" || key == "remind" || trigger.keys.contains(key) {
                entries.append((key, value.node))
            }
        }
        self.entries = entries
    }

    /// A rule file with this rule alone, below a line that says where it comes from.
    public func text() throws -> String {
        let rule = Node.Mapping(entries.map { (Node($0.key), $0.value) })
        let group = Node.Mapping([(Node("name"), Node(groupName)), (Node("rules"), .sequence([.mapping(rule)]))])
        let root = Node.mapping([Node("groups"): .sequence([.mapping(group)])])
        let place = "\(file)\(line.map { ":\($0)" } ?? "")"
        return "# \(place)\n" + (try Yams.serialize(node: root, width: -1, allowUnicode: true))
    }

    /// Every key as it is written in the file, with `file`, `line` and `group`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(file, forKey: Key("file"))
        try container.encodeIfPresent(line, forKey: Key("line"))
        try container.encode(groupName, forKey: Key("group"))
        for (key, value) in entries {
            guard let texts = value.mapping else {
                // Only `consecutive` is a number.
                if key == "consecutive", let number = value.int {
                    try container.encode(number, forKey: Key(key))
                } else {
                    try container.encode(value.string ?? "", forKey: Key(key))
                }
                continue
            }
            var nested = container.nestedContainer(keyedBy: Key.self, forKey: Key(key))
            for (name, text) in texts { try nested.encode(text.string ?? "", forKey: Key(name.string ?? "")) }
        }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
