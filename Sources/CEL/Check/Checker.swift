/// Resolves the names of a syntax tree and finds the type of every part.
///
/// An unchecked pass resolves names only: every type is `dyn`, what is undeclared stays as it is, and a call may turn out
/// to be any overload with the right number of arguments.
struct Checker {
    let isChecking: Bool
    let functions: FunctionTable
    var scope: Scope
    var substitution = Substitution()
    var errors: [CompileError] = []
    private var types: [Int: CELType] = [:]
    /// The overloads each call may come to, by the id of the call.
    private(set) var overloads: [Int: [Overload]] = [:]

    init(scope: Scope, functions: FunctionTable, isChecking: Bool) {
        self.scope = scope
        self.functions = functions
        self.isChecking = isChecking
    }

    /// Resolves and checks `syntax`, collecting errors on the way.
    mutating func run(_ syntax: Syntax) -> Syntax {
        let resolved = resolve(syntax)
        return annotate(resolved)
    }

    /// The static type found so far for a resolved part.
    func type(of syntax: Syntax) -> CELType {
        isChecking ? substitution.resolve(types[syntax.id] ?? .dyn) : .dyn
    }

    mutating func setType(_ type: CELType, of syntax: Syntax) {
        types[syntax.id] = type
    }

    mutating func setOverloads(_ candidates: [Overload], of syntax: Syntax) {
        overloads[syntax.id] = candidates
    }

    mutating func report(_ syntax: Syntax, _ message: String) {
        if isChecking { errors.append(CompileError(syntax.range.start, message)) }
    }

    mutating func resolve(_ syntax: Syntax) -> Syntax {
        switch syntax.kind {
        case .literal(let value):
            setType(.ofLiteral(value), of: syntax)
            return syntax
        case .identifier(let name): return resolveName(name, of: syntax) ?? undeclared(name, syntax)
        case .variable, .local: return syntax
        case .select: return resolveSelect(syntax)
        case .has(let operand, let field): return resolveHas(syntax, operand, field)
        case .call: return resolveCall(syntax)
        case .list(let elements): return resolveList(syntax, elements)
        case .map(let entries): return resolveMap(syntax, entries)
        case .comprehension(let macro): return resolveComprehension(syntax, macro)
        case .binding(let macro): return resolveBinding(syntax, macro)
        case .message(let name):
            errors.append(CompileError(syntax.range.start, "message types are not supported: '\(name)'"))
            return syntax
        }
    }

    /// `syntax` as the variable, macro variable or type its name means; nil if it means nothing.
    mutating func resolveName(_ name: String, of syntax: Syntax) -> Syntax? {
        guard let meaning = scope.lookup(name) else { return nil }
        var copy = syntax
        switch meaning {
        case .variable(let index, let name, let type):
            copy.kind = .variable(index: index, name: name)
            setType(type, of: syntax)
        case .local(let slot, let type):
            copy.kind = .local(slot: slot, name: name)
            setType(type, of: syntax)
        case .type(let value, let type):
            copy.kind = .literal(.type(value))
            setType(type, of: syntax)
        }
        return copy
    }

    private mutating func undeclared(_ name: String, _ syntax: Syntax) -> Syntax {
        report(syntax, "undeclared reference to '\(name)'" + NearestName.hint(name, among: scope.names))
        return syntax
    }

    /// Puts the final types on the tree, once all of them are known.
    private func annotate(_ syntax: Syntax) -> Syntax {
        var copy = syntax.mapChildren { annotate($0) }
        if isChecking { copy.type = substitution.resolve(types[syntax.id] ?? .dyn, finally: true) }
        return copy
    }
}

extension CELType {
    fileprivate static func ofLiteral(_ value: Value) -> CELType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        default: .dyn
        }
    }
}
