extension Checker {
    mutating func resolveCall(_ syntax: Syntax) -> Syntax {
        guard case .call(let name, let target, let arguments) = syntax.kind else { return syntax }
        var copy = syntax
        if let target, let function = namespacedFunction(name, target) {
            let arguments = arguments.map { resolve($0) }
            copy.kind = .call(function, target: nil, arguments: arguments)
            setType(choose(function, isMember: false, arguments, for: copy), of: syntax)
            return copy
        }
        if isChecking, let target, reportUnknownInNamespace(name, target) { return syntax }
        let receiver = target.map { resolve($0) }
        let resolved = arguments.map { resolve($0) }
        let function = receiver == nil ? globalFunction(name) : name
        copy.kind = .call(function, target: receiver, arguments: resolved)
        let all = (receiver.map { [$0] } ?? []) + resolved
        setType(choose(function, isMember: receiver != nil, all, for: copy), of: syntax)
        return copy
    }

    /// The function `target.name` names if `target` is a namespace, as in `math.greatest(a, b)`.
    private func namespacedFunction(_ name: String, _ target: Syntax) -> String? {
        guard let prefix = visibleQualifiedName(of: target) else { return nil }
        return scope.candidates(for: prefix + "." + name).first { functions.isDeclared($0) }
    }

    /// Reports `math.gratest(a, b)` as an unknown function, not as an unknown variable `math`.
    private mutating func reportUnknownInNamespace(_ name: String, _ target: Syntax) -> Bool {
        guard
            let prefix = visibleQualifiedName(of: target), scope.lookup(prefix) == nil, functions.hasNamespace(prefix)
        else { return false }
        let full = prefix + "." + name
        let hint = NearestName.hint(full, among: functions.names(isMember: false))
        report(target, "undeclared reference to function '\(full)'" + hint)
        return true
    }

    private func globalFunction(_ name: String) -> String {
        scope.candidates(for: name).first { functions.isDeclared($0) } ?? name
    }

    /// Finds the overloads a call may come to, and the type of its result.
    private mutating func choose(
        _ function: String,
        isMember: Bool,
        _ arguments: [Syntax],
        for syntax: Syntax
    ) -> CELType {
        if function == Operator.and || function == Operator.or {
            for argument in arguments where !substitution.assign([type(of: argument)], to: [.bool]) {
                report(argument, noMatch(function, isMember: false, [argument]))
            }
            return .bool
        }
        let candidates = functions.overloads(of: function, isMember: isMember, count: arguments.count)
        guard isChecking else {
            setOverloads(candidates, of: syntax)
            return .dyn
        }
        guard functions.isDeclared(function) else {
            let hint = NearestName.hint(function, among: functions.names(isMember: isMember))
            report(syntax, "undeclared reference to function '\(function)'" + hint)
            return .dyn
        }
        let types = arguments.map { type(of: $0) }
        var matches: [Overload] = []
        var result: CELType?
        for overload in candidates {
            let signature = substitution.instantiate(overload.parameters + [overload.result])
            guard substitution.assign(types, to: signature.dropLast()) else { continue }
            matches.append(overload)
            if overload.isFallback, result != nil, !types.contains(.dyn) { continue }
            let own = substitution.resolve(signature[signature.count - 1])
            result = result == nil || result == own ? own : .dyn
        }
        guard let result else {
            report(syntax, noMatch(function, isMember: isMember, arguments))
            return .dyn
        }
        setOverloads(matches, of: syntax)
        return result
    }

    private func noMatch(_ function: String, isMember: Bool, _ arguments: [Syntax]) -> String {
        let types = arguments.map { substitution.resolve(type(of: $0), finally: true).description }
        let applied = "(\(types.joined(separator: ", ")))"
        let form = isMember && !types.isEmpty ? "\(types[0]).(\(types.dropFirst().joined(separator: ", ")))" : applied
        return "found no matching overload for '\(function)' applied to '\(form)'"
    }
}
