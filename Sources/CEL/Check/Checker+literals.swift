extension Checker {
    mutating func resolveList(_ syntax: Syntax, _ elements: [Syntax.ListElement]) -> Syntax {
        var copy = syntax
        var resolved: [Syntax.ListElement] = []
        var element: CELType?
        for item in elements {
            let value = resolve(item.value)
            resolved.append(Syntax.ListElement(value: value, isOptional: item.isOptional))
            join(&element, elementType(of: value, isOptional: item.isOptional))
        }
        setType(.list(element ?? substitution.freshParameter()), of: syntax)
        copy.kind = .list(resolved)
        return copy
    }

    mutating func resolveMap(_ syntax: Syntax, _ entries: [Syntax.MapEntry]) -> Syntax {
        var copy = syntax
        var resolved: [Syntax.MapEntry] = []
        var keyType: CELType?
        var valueType: CELType?
        for entry in entries {
            let key = resolve(entry.key)
            let value = resolve(entry.value)
            resolved.append(Syntax.MapEntry(key: key, value: value, isOptional: entry.isOptional))
            let type = type(of: key)
            switch type {
            case .bool, .int, .uint, .string, .dyn, .parameter: break
            default: report(key, "a map key cannot be of type '\(type)'")
            }
            join(&keyType, type)
            join(&valueType, elementType(of: value, isOptional: entry.isOptional))
        }
        let key = keyType ?? substitution.freshParameter()
        setType(.map(key, valueType ?? substitution.freshParameter()), of: syntax)
        copy.kind = .map(resolved)
        return copy
    }

    private mutating func join(_ known: inout CELType?, _ type: CELType) {
        guard let previous = known else {
            known = type
            return
        }
        known = substitution.join(substitution.resolve(previous), type).map { substitution.resolve($0) } ?? .dyn
    }

    private mutating func elementType(of value: Syntax, isOptional: Bool) -> CELType {
        let type = type(of: value)
        guard isOptional else { return type }
        switch type {
        case .optional(let wrapped): return wrapped
        case .dyn, .parameter: return .dyn
        default:
            report(value, "an optional element or entry needs an optional value, not '\(type)'")
            return .dyn
        }
    }
}
