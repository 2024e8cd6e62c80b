extension Parser {
    /// The macro a call `name(arguments)` stands for, if any.
    mutating func expandGlobalMacro(
        _ name: String,
        _ arguments: [Syntax],
        from start: SourcePosition
    ) throws(CompileError) -> Syntax? {
        guard name == "has", arguments.count == 1 else { return nil }
        guard case .select(let operand, let field, false) = arguments[0].kind else {
            throw CompileError(arguments[0].range.start, "has() needs a field selection such as has(a.b)")
        }
        return try make(.has(operand, field: field), from: start)
    }

    /// The macro a call `target.name(arguments)` stands for, if any.
    mutating func expandMemberMacro(
        _ name: String,
        on target: Syntax,
        _ arguments: [Syntax],
        from start: SourcePosition
    ) throws(CompileError) -> Syntax? {
        switch (name, arguments.count) {
        case ("all", 2), ("exists", 2), ("exists_one", 2), ("existsOne", 2), ("map", 2), ("map", 3), ("filter", 2):
            let macro = name == "existsOne" ? .existsOne : Syntax.Comprehension.Macro(rawValue: name) ?? .map
            let comprehension = Syntax.Comprehension(
                macro: macro,
                range: target,
                variable: try macroVariable(arguments[0], of: name),
                slot: 0,
                condition: arguments.count == 3 ? arguments[1] : nil,
                body: arguments[arguments.count - 1]
            )
            return try make(.comprehension(comprehension), from: start)
        case ("optMap", 2), ("optFlatMap", 2):
            let binding = Syntax.Binding(
                macro: name == "optMap" ? .optionalMap : .optionalFlatMap,
                variable: try macroVariable(arguments[0], of: name),
                slot: 0,
                value: target,
                body: arguments[1]
            )
            return try make(.binding(binding), from: start)
        case ("bind", 3):
            guard case .identifier("cel") = target.kind else { return nil }
            let binding = Syntax.Binding(
                macro: .bind,
                variable: try macroVariable(arguments[0], of: "cel.bind"),
                slot: 0,
                value: arguments[1],
                body: arguments[2]
            )
            return try make(.binding(binding), from: start)
        default:
            return nil
        }
    }

    private func macroVariable(_ argument: Syntax, of macro: String) throws(CompileError) -> String {
        guard case .identifier(let name) = argument.kind, !name.hasPrefix(".") else {
            throw CompileError(argument.range.start, "the first argument of \(macro)() must be a simple name")
        }
        return name
    }
}

extension Syntax {
    /// `a.b.c` as text if this is nothing but names joined by dots.
    var qualifiedName: String? {
        switch kind {
        case .identifier(let name): name
        case .select(let operand, let field, false): operand.qualifiedName.map { $0 + "." + field }
        default: nil
        }
    }
}
