extension Compiler {
    mutating func compileCall(_ syntax: Syntax) -> Code {
        guard case .call(let name, let target, let arguments) = syntax.kind else { return .constant(.null) }
        switch name {
        case Operator.and: return conjunction(arguments)
        case Operator.or: return disjunction(arguments)
        case Operator.conditional where arguments.count == 3: return conditional(arguments)
        case Operator.not where arguments.count == 1:
            let operand = compile(arguments[0]).asBool(for: name)
            return .bool { frame throws(EvaluationError) in !(try operand(&frame)) }
        default: break
        }
        let operands = (target.map { [$0] } ?? []) + arguments
        let codes = operands.map { compile($0) }
        if let code = specialised(name, isMember: target != nil, operands, codes, of: syntax) { return code }
        return dispatched(name, codes, overloads[syntax.id] ?? [])
    }

    /// A call of the overload that accepts the values, found when they are known.
    private func dispatched(_ name: String, _ codes: [Code], _ overloads: [Overload]) -> Code {
        guard !overloads.isEmpty else { return unbound(name, codes) }
        let arguments = codes.map(\.asValue)
        let cost = 1
        if let only = overloads.first, overloads.count == 1 {
            return .value { frame throws(EvaluationError) in
                var values: [Value] = []
                values.reserveCapacity(arguments.count)
                for argument in arguments { values.append(try argument(&frame)) }
                guard only.accepts(values) else { throw .noOverload(name, values) }
                try frame.budget.charge(cost)
                return try only.body(&frame.budget, values)
            }
        }
        return .value { frame throws(EvaluationError) in
            var values: [Value] = []
            values.reserveCapacity(arguments.count)
            for argument in arguments { values.append(try argument(&frame)) }
            try frame.budget.charge(cost)
            for overload in overloads where overload.accepts(values) { return try overload.body(&frame.budget, values) }
            throw .noOverload(name, values)
        }
    }

    /// A call nobody declared, in an unchecked program.
    ///
    /// Its arguments are evaluated for their errors, as for any call.
    private func unbound(_ name: String, _ codes: [Code]) -> Code {
        let arguments = codes.map(\.asValue)
        return .value { frame throws(EvaluationError) in
            var values: [Value] = []
            for argument in arguments { values.append(try argument(&frame)) }
            throw .noOverload(name, values)
        }
    }

    private mutating func conditional(_ arguments: [Syntax]) -> Code {
        let condition = compile(arguments[0]).asBool(for: Operator.conditional)
        let affirmative = compile(arguments[1])
        let negative = compile(arguments[2])
        if case .bool(let first) = affirmative, case .bool(let second) = negative {
            return .bool { frame throws(EvaluationError) in
                try condition(&frame) ? try first(&frame) : try second(&frame)
            }
        }
        let first = affirmative.asValue
        let second = negative.asValue
        return .value { frame throws(EvaluationError) in
            try condition(&frame) ? try first(&frame) : try second(&frame)
        }
    }

    private mutating func conjunction(_ arguments: [Syntax]) -> Code {
        .bool(Self.junction(arguments.map { compile($0).asBool(for: Operator.and) }, decisive: false))
    }

    private mutating func disjunction(_ arguments: [Syntax]) -> Code {
        .bool(Self.junction(arguments.map { compile($0).asBool(for: Operator.or) }, decisive: true))
    }

    /// `&&` or `||`: the first operand with the value `decisive` decides, whatever errors came before it.
    private static func junction(_ operands: [Evaluate<Bool>], decisive: Bool) -> Evaluate<Bool> {
        if operands.count == 2 {
            let (left, right) = (operands[0], operands[1])
            return { frame throws(EvaluationError) in
                do throws(EvaluationError) {
                    if try left(&frame) == decisive { return decisive }
                } catch {
                    return try recover(from: error, with: right, decisive: decisive, &frame)
                }
                return try right(&frame)
            }
        }
        return { frame throws(EvaluationError) in
            var failure: EvaluationError?
            for operand in operands {
                do throws(EvaluationError) {
                    if try operand(&frame) == decisive { return decisive }
                } catch {
                    guard error.isAbsorbable else { throw error }
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            return !decisive
        }
    }

    private static func recover(
        from failure: EvaluationError,
        with right: Evaluate<Bool>,
        decisive: Bool,
        _ frame: inout Frame
    ) throws(EvaluationError) -> Bool {
        guard failure.isAbsorbable else { throw failure }
        do throws(EvaluationError) {
            if try right(&frame) == decisive { return decisive }
        } catch {
            guard error.isAbsorbable else { throw error }
        }
        throw failure
    }
}

extension EvaluationError {
    /// Whether `&&`, `||`, `all` and `exists` may go on after it.
    var isAbsorbable: Bool { kind != .costExceeded }
}
