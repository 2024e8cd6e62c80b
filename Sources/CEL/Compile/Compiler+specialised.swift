extension Compiler {
    /// Code for operators and common functions that needs no overload to be found at run time; nil for other calls.
    ///
    /// It behaves as the overloads do: operands of other types are `noSuchOverload` errors.
    mutating func specialised(
        _ name: String,
        isMember: Bool,
        _ operands: [Syntax],
        _ codes: [Code],
        of syntax: Syntax
    ) -> Code? {
        if let code = comparison(name, operands, codes) { return code }
        switch (name, codes.count) {
        case (Operator.in, 2): return membership(codes)
        case (Operator.index, 2), (Operator.optionalIndex, 2):
            return index(codes, isOptional: name == Operator.optionalIndex)
        case ("dyn", 1) where !isMember: return codes[0]
        case ("type", 1) where !isMember:
            let operand = codes[0].asValue
            return .value { frame throws(EvaluationError) in .type(try operand(&frame).runtimeType) }
        case ("matches", 2): return matches(codes, operands[1])
        case ("timestamp", 1), ("duration", 1):
            return constantTime(name, codes[0], syntax)
        default: break
        }
        let types = operands.map(\.type.nonNull)
        if types == [.int, .int] { return intArithmetic(name, codes) }
        if types == [.double, .double] { return doubleArithmetic(name, codes) }
        if types == [.string, .string], isMember { return stringTest(name, codes) }
        return nil
    }

    private func index(_ codes: [Code], isOptional: Bool) -> Code {
        let operand = codes[0].asValue
        let key = codes[1].asValue
        guard isOptional else {
            return .value { frame throws(EvaluationError) in
                let value = try operand(&frame)
                return try Access.element(try key(&frame), of: value)
            }
        }
        return .value { frame throws(EvaluationError) in
            let value = try operand(&frame)
            return .optional(try Access.optionalElement(try key(&frame), of: value))
        }
    }

    private func intArithmetic(_ name: String, _ codes: [Code]) -> Code? {
        let left = codes[0].asInt(for: name)
        let right = codes[1].asInt(for: name)
        switch name {
        case Operator.add:
            return .int { frame throws(EvaluationError) in try Arithmetic.add(try left(&frame), try right(&frame)) }
        case Operator.subtract:
            return .int { frame throws(EvaluationError) in
                try Arithmetic.subtract(try left(&frame), try right(&frame))
            }
        case Operator.multiply:
            return .int { frame throws(EvaluationError) in
                try Arithmetic.multiply(try left(&frame), try right(&frame))
            }
        case Operator.divide:
            return .int { frame throws(EvaluationError) in try Arithmetic.divide(try left(&frame), try right(&frame)) }
        case Operator.modulo:
            return .int { frame throws(EvaluationError) in try Arithmetic.modulo(try left(&frame), try right(&frame)) }
        default: return nil
        }
    }

    private func doubleArithmetic(_ name: String, _ codes: [Code]) -> Code? {
        let left = codes[0].asDouble(for: name)
        let right = codes[1].asDouble(for: name)
        switch name {
        case Operator.add: return .double { frame throws(EvaluationError) in try left(&frame) + right(&frame) }
        case Operator.subtract: return .double { frame throws(EvaluationError) in try left(&frame) - right(&frame) }
        case Operator.multiply: return .double { frame throws(EvaluationError) in try left(&frame) * right(&frame) }
        case Operator.divide: return .double { frame throws(EvaluationError) in try left(&frame) / right(&frame) }
        default: return nil
        }
    }

    private func stringTest(_ name: String, _ codes: [Code]) -> Code? {
        guard ["contains", "startsWith", "endsWith"].contains(name) else { return nil }
        let text = codes[0].asString(for: name)
        if case .constant(.string(let needle)) = codes[1] {
            let search = ByteSearch(needle)
            switch name {
            case "contains":
                return .bool { frame throws(EvaluationError) in
                    let text = try text(&frame)
                    try frame.budget.charge(bytes: text.utf8.count)
                    return search.occurs(in: text)
                }
            case "startsWith":
                return .bool { frame throws(EvaluationError) in try text(&frame).starts(withBytes: search.needle) }
            default:
                return .bool { frame throws(EvaluationError) in try text(&frame).ends(withBytes: search.needle) }
            }
        }
        return nil
    }

    /// `matches`, with a constant pattern compiled once.
    private mutating func matches(_ codes: [Code], _ pattern: Syntax) -> Code? {
        guard case .constant(.string(let source)) = codes[1] else { return nil }
        let text = codes[0].asString(for: "matches")
        do throws(EvaluationError) {
            let pattern = try Pattern(source, maximumSize: limits.patternSize)
            return .bool { frame throws(EvaluationError) in
                try pattern.matches(try text(&frame), &frame.budget)
            }
        } catch {
            report(pattern, error)
            return .bool { frame throws(EvaluationError) in
                _ = try text(&frame)
                throw error
            }
        }
    }

    /// `timestamp("…")` and `duration("…")` as constants.
    private mutating func constantTime(_ name: String, _ code: Code, _ syntax: Syntax) -> Code? {
        guard case .constant(.string(let text)) = code else { return nil }
        do throws(EvaluationError) {
            return name == "timestamp"
                ? .constant(.timestamp(try Timestamp(parsing: text)))
                : .constant(.duration(try CELDuration(parsing: text)))
        } catch {
            report(syntax, error)
            return nil
        }
    }
}
