extension Compiler {
    mutating func compileComprehension(_ macro: Syntax.Comprehension) -> Code {
        let range = compile(macro.range).asValue
        let slot = macro.slot
        let name = macro.macro.rawValue
        let cost = macro.body.size + (macro.condition?.size ?? 0)
        switch macro.macro {
        case .all, .exists:
            let body = compile(macro.body).asBool(for: name)
            return .bool(Self.quantifier(range, body, slot: slot, cost: cost, decisive: macro.macro == .exists))
        case .existsOne:
            let body = compile(macro.body).asBool(for: name)
            return .bool { frame throws(EvaluationError) in
                var found = 0
                for element in try Self.elements(of: try range(&frame), for: name) {
                    try frame.budget.charge(cost)
                    frame.locals[slot] = element
                    if try body(&frame) { found += 1 }
                }
                return found == 1
            }
        case .filter:
            let body = compile(macro.body).asBool(for: name)
            return .value { frame throws(EvaluationError) in
                var kept: [Value] = []
                for element in try Self.elements(of: try range(&frame), for: name) {
                    try frame.budget.charge(cost)
                    frame.locals[slot] = element
                    if try body(&frame) { kept.append(element) }
                }
                return .list(kept)
            }
        case .map:
            let body = compile(macro.body).asValue
            let condition = macro.condition.map { compile($0).asBool(for: name) }
            return .value { frame throws(EvaluationError) in
                var results: [Value] = []
                for element in try Self.elements(of: try range(&frame), for: name) {
                    try frame.budget.charge(cost)
                    frame.locals[slot] = element
                    if let condition, !(try condition(&frame)) { continue }
                    results.append(try body(&frame))
                }
                return .list(results)
            }
        }
    }

    mutating func compileBinding(_ macro: Syntax.Binding) -> Code {
        let value = compile(macro.value).asValue
        let slot = macro.slot
        let body = compile(macro.body)
        switch macro.macro {
        case .bind:
            if case .bool(let body) = body {
                return .bool { frame throws(EvaluationError) in
                    frame.locals[slot] = try value(&frame)
                    return try body(&frame)
                }
            }
            let body = body.asValue
            return .value { frame throws(EvaluationError) in
                frame.locals[slot] = try value(&frame)
                return try body(&frame)
            }
        case .optionalMap, .optionalFlatMap:
            let body = body.asValue
            let isFlat = macro.macro == .optionalFlatMap
            let name = macro.macro.rawValue
            return .value { frame throws(EvaluationError) in
                let optional = try value(&frame)
                guard case .optional(let wrapped) = optional else { throw .noOverload(name, optional) }
                guard let wrapped else { return .optional(nil) }
                frame.locals[slot] = wrapped
                let result = try body(&frame)
                guard isFlat else { return .optional(result) }
                guard case .optional = result else { throw .noOverload(name, result) }
                return result
            }
        }
    }

    /// `all` and `exists`: the first element with the value `decisive` decides, whatever errors came before it.
    private static func quantifier(
        _ range: @escaping Evaluate<Value>,
        _ body: @escaping Evaluate<Bool>,
        slot: Int,
        cost: Int,
        decisive: Bool
    ) -> Evaluate<Bool> {
        { frame throws(EvaluationError) in
            var failure: EvaluationError?
            for element in try elements(of: try range(&frame), for: decisive ? "exists" : "all") {
                try frame.budget.charge(cost)
                frame.locals[slot] = element
                do throws(EvaluationError) {
                    if try body(&frame) == decisive { return decisive }
                } catch {
                    guard error.isAbsorbable else { throw error }
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            return !decisive
        }
    }

    private static func elements(of range: Value, for macro: String) throws(EvaluationError) -> [Value] {
        switch range {
        case .list(let list): return list
        case .map(let map): return map.entries.map(\.key)
        default: throw .noOverload(macro, range)
        }
    }
}

extension Syntax {
    /// The number of operations in the expression; a macro counts as one, it charges for itself.
    fileprivate var size: Int {
        var size = 0
        walk { part in
            size += 1
            if case .comprehension = part.kind { return false }
            return true
        }
        return size
    }
}
