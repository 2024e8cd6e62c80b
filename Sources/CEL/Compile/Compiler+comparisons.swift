extension Compiler {
    /// `==`, `!=` and the orderings, unboxed where the static types allow.
    func comparison(_ function: String, _ operands: [Syntax], _ codes: [Code]) -> Code? {
        guard let comparison = Comparison(function), codes.count == 2 else { return nil }
        let isEquality = comparison == .equal || comparison == .notEqual
        let types = operands.map(\.type)
        if types[0] == types[1] || (!isEquality && types[0].nonNull == types[1].nonNull) {
            switch types[0].nonNull {
            case .int:
                let right = codes[1].asInt(for: function)
                if case .constant(.int(let constant)) = codes[1] {
                    return .bool(comparison.code(codes[0].asInt(for: function), constant: constant))
                }
                if case .constant(.int(let constant)) = codes[0] {
                    return .bool(comparison.mirrored.code(right, constant: constant))
                }
                return .bool(comparison.code(codes[0].asInt(for: function), right))
            case .double:
                return .bool(comparison.code(codes[0].asDouble(for: function), codes[1].asDouble(for: function)))
            default: break
            }
        }
        if isEquality { return equality(codes, negated: comparison == .notEqual) }
        let left = codes[0].asValue
        let right = codes[1].asValue
        return .bool { frame throws(EvaluationError) in
            let order = try Value.order(try left(&frame), try right(&frame), for: function)
            return comparison.holds(for: order)
        }
    }

    private func equality(_ codes: [Code], negated: Bool) -> Code {
        if let constant = codes[1].constant { return equality(of: codes[0], with: constant, negated: negated) }
        if let constant = codes[0].constant { return equality(of: codes[1], with: constant, negated: negated) }
        let left = codes[0].asValue
        let right = codes[1].asValue
        return .bool { frame throws(EvaluationError) in
            let first = try left(&frame)
            let second = try right(&frame)
            return try first.equals(second, &frame.budget) != negated
        }
    }

    private func equality(of code: Code, with constant: Value, negated: Bool) -> Code {
        switch constant {
        case .null:
            let code = code.asValue
            return .bool { frame throws(EvaluationError) in try code(&frame).isNull != negated }
        case .string(let text):
            let bytes = Array(text.utf8)
            if case .variable(let index) = code {
                return .bool { frame throws(EvaluationError) in
                    guard case .string(let string) = try frame.variable(index) else { return negated }
                    return string.hasBytes(bytes) != negated
                }
            }
            let code = code.asValue
            return .bool { frame throws(EvaluationError) in
                guard case .string(let string) = try code(&frame) else { return negated }
                return string.hasBytes(bytes) != negated
            }
        default:
            let code = code.asValue
            return .bool { frame throws(EvaluationError) in
                try code(&frame).equals(constant, &frame.budget) != negated
            }
        }
    }

    /// `element in container`; a constant list of strings or integers is searched by hash.
    func membership(_ codes: [Code]) -> Code {
        let element = codes[0].asValue
        if case .constant(.list(let list)) = codes[1] {
            let keys = Set(list.compactMap { MapKey($0) })
            if list.count > 8, list.allSatisfy({ MapKey($0) != nil }) {
                return .bool { frame throws(EvaluationError) in
                    guard let key = MapKey(lookup: try element(&frame)) else { return false }
                    return keys.contains(key)
                }
            }
            let strings = list.compactMap { value in
                if case .string(let text) = value { Array(text.utf8) } else { nil }
            }
            if strings.count == list.count {
                return .bool { frame throws(EvaluationError) in
                    guard case .string(let text) = try element(&frame) else { return false }
                    for candidate in strings where text.hasBytes(candidate) { return true }
                    return false
                }
            }
        }
        let container = codes[1].asValue
        return .bool { frame throws(EvaluationError) in
            let value = try element(&frame)
            switch try container(&frame) {
            case .list(let list):
                try frame.budget.charge(list.count >> 3)
                for candidate in list where try value.equals(candidate, &frame.budget) { return true }
                return false
            case .map(let map): return map[value] != nil
            case let other: throw .noOverload(Operator.in, value, other)
            }
        }
    }
}

extension Value {
    /// CEL equality, charging for lists and maps by their size: parts of a value may be shared, and comparing all of it
    /// could take longer than building it did.
    func equals(_ other: Value, _ budget: inout Budget) throws(EvaluationError) -> Bool {
        switch (self, other) {
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return false }
            try budget.charge(left.count)
            for (left, right) in zip(left, right) where !(try left.equals(right, &budget)) { return false }
            return true
        case (.map(let left), .map(let right)):
            guard left.count == right.count else { return false }
            try budget.charge(left.count)
            for entry in left.entries {
                guard let value = right[entry.key], try entry.value.equals(value, &budget) else { return false }
            }
            return true
        case (.optional(let left?), .optional(let right?)):
            try budget.charge(1)
            return try left.equals(right, &budget)
        default:
            return self == other
        }
    }
}
