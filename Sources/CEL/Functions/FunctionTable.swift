/// The functions an environment knows, operators included, by name.
struct FunctionTable: Sendable {
    private var byName: [String: [Overload]] = [:]

    /// Every function of the specification and of the strings, math and optionals extensions.
    static let standard: FunctionTable = {
        var table = FunctionTable()
        for library in [
            arithmetic, comparisons, collections, conversions, strings, stringExtensions, times, math, optionals,
        ] {
            for (name, overloads) in library { table.add(name, overloads) }
        }
        return table
    }()

    /// A library: names with their overloads.
    typealias Library = [(name: String, overloads: [Overload])]

    mutating func add(_ name: String, _ overloads: [Overload]) {
        byName[name, default: []] += overloads
    }

    func isDeclared(_ name: String) -> Bool {
        byName[name] != nil
    }

    func overloads(of name: String, isMember: Bool, count: Int) -> [Overload] {
        guard let overloads = byName[name] else { return [] }
        return overloads.compactMap { overload in
            guard overload.isMember == isMember else { return nil }
            return overload.isVariadic
                ? overload.expanded(to: count) : overload.parameters.count == count ? overload : nil
        }
    }

    /// The names that may be called as members, or as functions, without the operators.
    func names(isMember: Bool) -> [String] {
        byName.filter { name, overloads in
            name.first?.isLetter == true && overloads.contains { $0.isMember == isMember }
        }.map(\.key)
    }

    /// Whether `prefix` is a namespace some function is in.
    func hasNamespace(_ prefix: String) -> Bool {
        byName.keys.contains { $0.hasPrefix(prefix + ".") }
    }
}
