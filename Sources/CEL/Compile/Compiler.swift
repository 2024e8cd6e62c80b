/// Turns a resolved syntax tree into closures.
struct Compiler: Sendable {
    /// The overloads each call may come to, by the id of the call.
    let overloads: [Int: [Overload]]
    let limits: Limits
    /// Whether a constant that can never be valid (a pattern, a duration, a timestamp) is a compile error.
    let validatesLiterals: Bool
    private(set) var errors: [CompileError] = []

    init(overloads: [Int: [Overload]], limits: Limits, validatesLiterals: Bool) {
        self.overloads = overloads
        self.limits = limits
        self.validatesLiterals = validatesLiterals
    }

    mutating func report(_ syntax: Syntax, _ error: EvaluationError) {
        if validatesLiterals { errors.append(CompileError(syntax.range.start, error.message)) }
    }

    mutating func compile(_ syntax: Syntax) -> Code {
        switch syntax.kind {
        case .literal(let value): return .constant(value)
        case .identifier(let name): return Self.undeclared("undeclared reference to '\(name)'")
        case .message(let name): return Self.undeclared("message types are not supported: '\(name)'")
        case .variable(let index, _):
            return .variable(index)
        case .local(let slot, _):
            return .value { frame throws(EvaluationError) in frame.locals[slot] }
        case .select(let operand, let field, let isOptional): return select(operand, field, isOptional: isOptional)
        case .has(let operand, let field): return has(operand, field)
        case .call: return compileCall(syntax)
        case .list(let elements): return list(elements)
        case .map(let entries): return map(entries)
        case .comprehension(let macro): return compileComprehension(macro)
        case .binding(let macro): return compileBinding(macro)
        }
    }

    static func undeclared(_ message: String) -> Code {
        let error = EvaluationError(.undeclaredReference, message)
        return .value { _ throws(EvaluationError) in throw error }
    }

    private mutating func select(_ operand: Syntax, _ field: String, isOptional: Bool) -> Code {
        let operand = compile(operand).asValue
        let key = Value.string(field)
        guard isOptional else {
            return .value { frame throws(EvaluationError) in try Access.field(field, of: try operand(&frame)) }
        }
        return .value { frame throws(EvaluationError) in
            .optional(try Access.optionalElement(key, of: try operand(&frame)))
        }
    }

    private mutating func has(_ operand: Syntax, _ field: String) -> Code {
        let operand = compile(operand).asValue
        return .bool { frame throws(EvaluationError) in try Access.hasField(field, in: try operand(&frame)) }
    }

    private mutating func list(_ elements: [Syntax.ListElement]) -> Code {
        let codes = elements.map { compile($0.value) }
        if elements.allSatisfy({ !$0.isOptional }), codes.allSatisfy({ $0.constant != nil }) {
            return .constant(.list(codes.compactMap(\.constant)))
        }
        let parts = zip(codes, elements).map { ($0.asValue, $1.isOptional) }
        return .value { frame throws(EvaluationError) in
            var values: [Value] = []
            values.reserveCapacity(parts.count)
            for (code, isOptional) in parts {
                let value = try code(&frame)
                guard isOptional else {
                    values.append(value)
                    continue
                }
                if let wrapped = try Access.unwrap(value) { values.append(wrapped) }
            }
            return .list(values)
        }
    }

    private mutating func map(_ entries: [Syntax.MapEntry]) -> Code {
        let parts = entries.map { (key: compile($0.key), value: compile($0.value), isOptional: $0.isOptional) }
        let constants = parts.compactMap { part -> MapValue.Entry? in
            guard !part.isOptional, let key = part.key.constant, let value = part.value.constant else { return nil }
            return (key, value)
        }
        if constants.count == parts.count, let map = try? MapValue(entries: constants) { return .constant(.map(map)) }
        let codes = parts.map { (key: $0.key.asValue, value: $0.value.asValue, isOptional: $0.isOptional) }
        return .value { frame throws(EvaluationError) in
            var entries: [MapValue.Entry] = []
            for code in codes {
                let key = try code.key(&frame)
                let value = try code.value(&frame)
                guard code.isOptional else {
                    entries.append((key, value))
                    continue
                }
                if let wrapped = try Access.unwrap(value) { entries.append((key, wrapped)) }
            }
            return .map(try MapValue(entries: entries))
        }
    }
}
