/// The names an expression can see: macro variables, the environment's variables and the names of types.
struct Scope {
    private struct Local {
        let name: String
        let slot: Int
        let type: CELType
    }

    /// What a name stands for.
    enum Meaning {
        case variable(index: Int, name: String, type: CELType)
        case local(slot: Int, type: CELType)
        case type(TypeValue, CELType)
    }

    private let variables: [String: Int]
    private let declarations: [VariableDeclaration]
    /// The container's prefixes, longest first, each with its dot; the last is empty.
    private let prefixes: [String]
    private var locals: [Local] = []
    /// How many macro variables exist at once at most.
    private(set) var slotCount = 0

    init(_ declarations: [VariableDeclaration], index: [String: Int], container: String) {
        self.declarations = declarations
        variables = index
        var prefixes: [String] = []
        var parts = container.split(separator: ".")
        while !parts.isEmpty {
            prefixes.append(parts.joined(separator: ".") + ".")
            parts.removeLast()
        }
        self.prefixes = prefixes + [""]
    }

    private static let types: [String: (TypeValue, CELType)] = [
        "bool": (.bool, .bool), "int": (.int, .int), "uint": (.uint, .uint), "double": (.double, .double),
        "string": (.string, .string), "bytes": (.bytes, .bytes), "null_type": (.null, .null),
        "list": (.list, .list(.dyn)), "map": (.map, .map(.dyn, .dyn)), "type": (.type, .type(.dyn)),
        "google.protobuf.Timestamp": (.timestamp, .timestamp), "google.protobuf.Duration": (.duration, .duration),
        "optional_type": (.optional, .optional(.dyn)),
    ]

    /// What the name itself means; a qualified name is looked up as a whole.
    func lookup(_ name: String) -> Meaning? {
        if !name.contains("."), let local = locals.last(where: { $0.name == name }) {
            return .local(slot: local.slot, type: local.type)
        }
        for candidate in candidates(for: name) {
            if let index = variables[candidate] {
                return .variable(index: index, name: candidate, type: declarations[index].type)
            }
            if let (value, type) = Self.types[candidate] { return .type(value, .type(type)) }
        }
        return nil
    }

    /// Whether a macro variable hides the qualified names that begin with `root`.
    func isLocal(_ root: Substring) -> Bool {
        locals.contains { $0.name == root }
    }

    /// The full names `name` may stand for in the container, the one that wins first.
    func candidates(for name: String) -> [String] {
        name.hasPrefix(".") ? [String(name.dropFirst())] : prefixes.map { $0 + name }
    }

    /// Every name that can be written, for suggestions.
    var names: [String] { declarations.map(\.name) + locals.map(\.name) }

    /// Makes a macro variable visible and returns its slot.
    mutating func push(_ name: String, _ type: CELType) -> Int {
        let slot = locals.count
        locals.append(Local(name: name, slot: slot, type: type))
        slotCount = max(slotCount, locals.count)
        return slot
    }

    mutating func pop() {
        locals.removeLast()
    }
}
