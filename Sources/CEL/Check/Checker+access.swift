extension Checker {
    mutating func resolveSelect(_ syntax: Syntax) -> Syntax {
        if let name = visibleQualifiedName(of: syntax), let resolved = resolveName(name, of: syntax) { return resolved }
        guard case .select(let operand, let field, let isOptional) = syntax.kind else { return syntax }
        guard let operand = resolveOperand(operand, of: syntax) else { return syntax }
        var result = fieldType(field, of: operand, in: syntax)
        if isOptional, !result.isOptional { result = .optional(result) }
        setType(result, of: syntax)
        var copy = syntax
        copy.kind = .select(operand, field: field, isOptional: isOptional)
        return copy
    }

    mutating func resolveHas(_ syntax: Syntax, _ operand: Syntax, _ field: String) -> Syntax {
        setType(.bool, of: syntax)
        guard let operand = resolveOperand(operand, of: syntax) else { return syntax }
        _ = fieldType(field, of: operand, in: syntax)
        var copy = syntax
        copy.kind = .has(operand, field: field)
        return copy
    }

    /// The resolved operand of a selection.
    ///
    /// If its own name is unknown, the error names the longest name that was tried, so that a misspelt `job.p95` is not
    /// reported as an unknown `job`; nil after such an error.
    private mutating func resolveOperand(_ operand: Syntax, of syntax: Syntax) -> Syntax? {
        guard isChecking, let name = operand.qualifiedName, !hides(name), !isDeclared(operand) else {
            return resolve(operand)
        }
        let full = syntax.qualifiedName ?? name
        report(syntax, "undeclared reference to '\(full)'" + NearestName.hint(full, among: scope.names))
        return nil
    }

    /// Whether some prefix of the operand's name means something.
    private func isDeclared(_ operand: Syntax) -> Bool {
        if let name = operand.qualifiedName, scope.lookup(name) != nil { return true }
        if case .select(let inner, _, _) = operand.kind { return isDeclared(inner) }
        return false
    }

    private func hides(_ name: String) -> Bool {
        !name.hasPrefix(".") && scope.isLocal(name.prefix { $0 != "." })
    }

    /// The qualified name of `syntax`, unless a macro variable hides it.
    func visibleQualifiedName(of syntax: Syntax) -> String? {
        guard let name = syntax.qualifiedName, !hides(name) else { return nil }
        return name
    }

    private mutating func fieldType(_ field: String, of operand: Syntax, in syntax: Syntax) -> CELType {
        let type = type(of: operand).nonNull
        switch type {
        case .dyn: return .dyn
        case .parameter:
            // Nothing is known of it yet: it becomes dyn so that later uses do not contradict this one.
            _ = substitution.assign([.dyn], to: [type])
            return .dyn
        case .map(let key, let value):
            if !substitution.assign([.string], to: [key]) {
                report(syntax, "a \(type) has no field '\(field)': its keys are not strings")
            }
            return substitution.resolve(value)
        case .optional(let wrapped):
            let inner = substitution.resolve(wrapped)
            guard case .map(_, let value) = inner.nonNull else { return .optional(.dyn) }
            return .optional(substitution.resolve(value))
        default:
            report(syntax, "type '\(type)' does not support field selection")
            return .dyn
        }
    }
}

extension CELType {
    var isOptional: Bool {
        if case .optional = self { true } else { false }
    }
}
