/// Field selection and indexing.
enum Access {
    /// `operand.field`.
    static func field(_ field: String, of operand: Value) throws(EvaluationError) -> Value {
        switch operand {
        case .map(let map):
            guard let value = map[field] else { throw EvaluationError(.noSuchKey, "no such key: '\(field)'") }
            return value
        case .optional(let wrapped):
            guard let wrapped else { return operand }
            return .optional(try optionalElement(.string(field), of: wrapped))
        default:
            throw noFields(operand)
        }
    }

    /// `has(operand.field)`.
    static func hasField(_ field: String, in operand: Value) throws(EvaluationError) -> Bool {
        switch operand {
        case .map(let map): return map[field] != nil
        case .optional(let wrapped):
            guard let wrapped else { return false }
            return try hasField(field, in: wrapped)
        default: throw noFields(operand)
        }
    }

    private static func noFields(_ operand: Value) -> EvaluationError {
        EvaluationError(.noSuchField, "type '\(operand.runtimeType.name)' does not support field selection")
    }

    /// `operand[key]`.
    static func element(_ key: Value, of operand: Value) throws(EvaluationError) -> Value {
        switch operand {
        case .map(let map):
            guard let value = map[key] else {
                throw EvaluationError(.noSuchKey, "no such key: \(TextForm.text(of: key))")
            }
            return value
        case .list(let list):
            let position = try position(key)
            guard list.indices.contains(position) else {
                throw EvaluationError(.invalidArgument, "index out of bounds: \(position)")
            }
            return list[position]
        case .optional(let wrapped):
            guard let wrapped else { return operand }
            return .optional(try optionalElement(key, of: wrapped))
        default:
            throw .noOverload(Operator.index, operand, key)
        }
    }

    /// `operand[?key]` and `operand.?field`: the element if there is one.
    static func optionalElement(_ key: Value, of operand: Value) throws(EvaluationError) -> Value? {
        switch operand {
        case .map(let map): return map[key]
        case .list(let list):
            let position = try position(key)
            return list.indices.contains(position) ? list[position] : nil
        case .optional(let wrapped):
            guard let wrapped else { return nil }
            return try optionalElement(key, of: wrapped)
        default:
            if case .string = key { throw noFields(operand) }
            throw .noOverload(Operator.optionalIndex, operand, key)
        }
    }

    /// The value in an optional; nil for none.
    static func unwrap(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .optional(let wrapped) = value else { throw .noOverload("optional element", value) }
        return wrapped
    }

    private static func position(_ key: Value) throws(EvaluationError) -> Int {
        switch MapKey(lookup: key) {
        case .int(let value): return Int(value)
        case .uint: return .max
        default: throw EvaluationError(.invalidArgument, "invalid list index: \(TextForm.text(of: key))")
        }
    }
}
