extension Checker {
    mutating func resolveComprehension(_ syntax: Syntax, _ macro: Syntax.Comprehension) -> Syntax {
        var copy = syntax
        var macro = macro
        macro.range = resolve(macro.range)
        macro.slot = scope.push(macro.variable, elementType(of: macro.range))
        defer { scope.pop() }
        if let condition = macro.condition {
            let resolved = resolve(condition)
            requireBool(resolved, in: macro.macro.rawValue)
            macro.condition = resolved
        }
        macro.body = resolve(macro.body)
        switch macro.macro {
        case .all, .exists, .existsOne:
            requireBool(macro.body, in: macro.macro.rawValue)
            setType(.bool, of: syntax)
        case .filter:
            requireBool(macro.body, in: macro.macro.rawValue)
            setType(.list(elementType(of: macro.range)), of: syntax)
        case .map:
            setType(.list(type(of: macro.body)), of: syntax)
        }
        copy.kind = .comprehension(macro)
        return copy
    }

    mutating func resolveBinding(_ syntax: Syntax, _ macro: Syntax.Binding) -> Syntax {
        var copy = syntax
        var macro = macro
        macro.value = resolve(macro.value)
        let named = type(of: macro.value)
        macro.slot = scope.push(macro.variable, macro.macro == .bind ? named : wrappedType(of: macro.value))
        macro.body = resolve(macro.body)
        scope.pop()
        let body = type(of: macro.body)
        switch macro.macro {
        case .bind: setType(body, of: syntax)
        case .optionalMap: setType(.optional(body), of: syntax)
        case .optionalFlatMap:
            if !substitution.assign([body], to: [.optional(.dyn)]) {
                report(macro.body, "optFlatMap() needs an optional, not '\(body)'")
            }
            setType(body, of: syntax)
        }
        copy.kind = .binding(macro)
        return copy
    }

    /// What a macro over `range` visits: the elements of a list, the keys of a map.
    private mutating func elementType(of range: Syntax) -> CELType {
        let type = type(of: range).nonNull
        switch type {
        case .list(let element): return element
        case .map(let key, _): return key
        case .dyn: return .dyn
        case .parameter:
            _ = substitution.assign([.dyn], to: [type])
            return .dyn
        default:
            report(range, "expression of type '\(type)' cannot be the range of a macro: it needs a list or a map")
            return .dyn
        }
    }

    private mutating func wrappedType(of value: Syntax) -> CELType {
        let type = type(of: value)
        switch type {
        case .optional(let wrapped): return wrapped
        case .dyn, .parameter: return .dyn
        default:
            report(value, "optMap() and optFlatMap() need an optional, not '\(type)'")
            return .dyn
        }
    }

    private mutating func requireBool(_ syntax: Syntax, in macro: String) {
        let type = type(of: syntax)
        guard !substitution.assign([type], to: [.bool]) else { return }
        report(syntax, "\(macro)() needs a bool, not '\(substitution.resolve(type, finally: true))'")
    }
}
