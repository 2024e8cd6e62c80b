extension Syntax {
    /// The direct parts in source order.
    public var children: [Syntax] {
        switch kind {
        case .literal, .identifier, .variable, .local, .message: []
        case .select(let operand, _, _), .has(let operand, _): [operand]
        case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
        case .list(let elements): elements.map(\.value)
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .comprehension(let macro): [macro.range] + (macro.condition.map { [$0] } ?? []) + [macro.body]
        case .binding(let macro): [macro.value, macro.body]
        }
    }

    /// Calls `visit` with this expression and every part of it, outermost first; a part's parts are left out if `visit`
    /// returns false for it.
    public func walk(_ visit: (Syntax) -> Bool) {
        guard visit(self) else { return }
        for child in children { child.walk(visit) }
    }

    /// The same expression with each direct part replaced by what `transform` makes of it.
    func mapChildren<E: Error>(_ transform: (Syntax) throws(E) -> Syntax) throws(E) -> Syntax {
        var copy = self
        switch kind {
        case .literal, .identifier, .variable, .local, .message:
            break
        case .select(let operand, let field, let isOptional):
            copy.kind = .select(try transform(operand), field: field, isOptional: isOptional)
        case .has(let operand, let field):
            copy.kind = .has(try transform(operand), field: field)
        case .call(let name, let target, let arguments):
            var newTarget: Syntax?
            if let target { newTarget = try transform(target) }
            var newArguments: [Syntax] = []
            for argument in arguments { newArguments.append(try transform(argument)) }
            copy.kind = .call(name, target: newTarget, arguments: newArguments)
        case .list(var elements):
            for position in elements.indices { elements[position].value = try transform(elements[position].value) }
            copy.kind = .list(elements)
        case .map(var entries):
            for position in entries.indices {
                entries[position].key = try transform(entries[position].key)
                entries[position].value = try transform(entries[position].value)
            }
            copy.kind = .map(entries)
        case .comprehension(var macro):
            macro.range = try transform(macro.range)
            if let condition = macro.condition { macro.condition = try transform(condition) }
            macro.body = try transform(macro.body)
            copy.kind = .comprehension(macro)
        case .binding(var macro):
            macro.value = try transform(macro.value)
            macro.body = try transform(macro.body)
            copy.kind = .binding(macro)
        }
        return copy
    }
}
