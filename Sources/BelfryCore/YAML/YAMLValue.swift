public import Yams

/// A value in a YAML file, with the place it stands at; reads it strictly and collects every problem instead of stopping at the first.
///
/// A reader that returns nil has reported why.
public struct YAMLValue {
    /// The parsed node.
    public let node: Node
    /// The file as it was named.
    public let file: String
    /// The place in the file's own words.
    public let place: String

    /// A value at a place.
    public init(node: Node, file: String, place: String) {
        self.node = node
        self.file = file
        self.place = place
    }

    /// Parses a whole file; an empty one is an empty mapping.
    ///
    /// Aliases are resolved by the parser; several documents are refused.
    public static func parse(_ text: String, file: String, problems: inout [Problem]) -> YAMLValue? {
        do {
            let node = try Yams.compose(yaml: text) ?? Node.mapping(.init([]))
            return YAMLValue(node: node, file: file, place: "")
        } catch let error as YamlError {
            problems.append(problem(of: error, file: file))
        } catch {
            problems.append(Problem(file: file, message: "not readable as YAML: \(error)"))
        }
        return nil
    }

    /// 1-based line, where the parser knows it.
    public var line: Int? { node.mark?.line }

    /// Whether the value is absent, `null` or `~`.
    public var isNull: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// A problem at this place.
    public func problem(_ message: String, severity: Problem.Severity = .error) -> Problem {
        Problem(
            severity: severity,
            file: file,
            line: node.mark?.line,
            column: node.mark?.column,
            place: place,
            message: message
        )
    }

    /// The mapping here, whose keys must be among `keys`; an unknown or repeated key is a problem that names the nearest valid one.
    public func mapping(keys: [String], problems: inout [Problem]) -> YAMLMapping? {
        guard let mapping = anyMapping(problems: &problems) else { return nil }
        for (key, value) in mapping.entries where !keys.contains(key) {
            let known = keys.sorted().joined(separator: ", ")
            problems.append(
                value.problem("unknown key \"\(key)\"\(NearestName.hint(key, in: keys)); valid here: \(known)")
            )
        }
        return mapping
    }

    /// The mapping here with whatever keys it has.
    public func anyMapping(problems: inout [Problem]) -> YAMLMapping? {
        guard case .mapping(let mapping) = node else {
            problems.append(problem("must be a mapping, got \(kind)"))
            return nil
        }
        var entries: [(String, YAMLValue)] = []
        for (keyNode, valueNode) in mapping {
            guard let key = keyNode.string else {
                problems.append(problem("every key must be a string"))
                continue
            }
            let child = YAMLValue(node: valueNode, file: file, place: place.isEmpty ? key : "\(place).\(key)")
            if entries.contains(where: { $0.0 == key }) {
                problems.append(child.problem("key \"\(key)\" stands twice"))
            }
            entries.append((key, child))
        }
        return YAMLMapping(owner: self, entries: entries)
    }

    /// The elements of the list here.
    public func list(problems: inout [Problem]) -> [YAMLValue]? {
        guard case .sequence(let sequence) = node else {
            problems.append(problem("must be a list, got \(kind)"))
            return nil
        }
        return sequence.enumerated().map { index, element in
            YAMLValue(node: element, file: file, place: "\(place)[\(index)]")
        }
    }

    /// The text here; numbers and booleans written plainly count as their text.
    public func string(problems: inout [Problem]) -> String? {
        guard case .scalar(let scalar) = node, !isNull else {
            problems.append(problem("must be text, got \(kind)"))
            return nil
        }
        return scalar.string
    }

    /// The whole number here, which must lie in `range`.
    public func integer(in range: ClosedRange<Int>, problems: inout [Problem]) -> Int? {
        guard case .scalar(let scalar) = node, let number = Int(scalar.string) else {
            problems.append(problem("must be a whole number, got \(kind)"))
            return nil
        }
        guard range.contains(number) else {
            problems.append(problem("must be from \(range.lowerBound) to \(range.upperBound), got \(number)"))
            return nil
        }
        return number
    }

    /// The boolean here: `true` or `false`.
    public func boolean(problems: inout [Problem]) -> Bool? {
        guard case .scalar(let scalar) = node, let value = Bool(scalar.string) else {
            problems.append(problem("must be true or false, got \(kind)"))
            return nil
        }
        return value
    }

    /// What stands here, in words for an error.
    var kind: String {
        switch node {
        case .scalar(let scalar): isNull ? "nothing" : "\"\(scalar.string.prefix(40))\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    private static func problem(of error: YamlError, file: String) -> Problem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Problem(file: file, line: mark.line, column: mark.column, message: "not readable as YAML: \(problem)")
        case .reader(let problem, _, _, _):
            Problem(file: file, message: "not readable as YAML: \(problem)")
        default:
            Problem(file: file, message: "not readable as YAML: \(error)")
        }
    }
}
