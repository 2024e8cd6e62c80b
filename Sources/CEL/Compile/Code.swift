/// A compiled expression: a closure that yields a value, unboxed where the static type allows.
enum Code: Sendable {
    case constant(Value)
    /// A variable of the environment, read by index.
    case variable(Int)
    case bool(Evaluate<Bool>)
    case int(Evaluate<Int64>)
    case double(Evaluate<Double>)
    case string(Evaluate<String>)
    case value(Evaluate<Value>)

    /// The constant this is, if it is one.
    var constant: Value? {
        if case .constant(let value) = self { value } else { nil }
    }

    var asValue: Evaluate<Value> {
        switch self {
        case .constant(let value): { _ throws(EvaluationError) in value }
        case .variable(let index): { frame throws(EvaluationError) in try frame.variable(index) }
        case .bool(let code): { frame throws(EvaluationError) in .bool(try code(&frame)) }
        case .int(let code): { frame throws(EvaluationError) in .int(try code(&frame)) }
        case .double(let code): { frame throws(EvaluationError) in .double(try code(&frame)) }
        case .string(let code): { frame throws(EvaluationError) in .string(try code(&frame)) }
        case .value(let code): code
        }
    }

    /// The code as a bool for `function`; another type is an error when it is evaluated.
    func asBool(for function: String) -> Evaluate<Bool> {
        if case .bool(let code) = self { return code }
        if case .constant(.bool(let value)) = self { return { _ throws(EvaluationError) in value } }
        if case .variable(let index) = self {
            return { frame throws(EvaluationError) in
                let value = try frame.variable(index)
                guard case .bool(let bool) = value else { throw .noOverload(function, value) }
                return bool
            }
        }
        let code = asValue
        return { frame throws(EvaluationError) in
            let value = try code(&frame)
            guard case .bool(let bool) = value else { throw .noOverload(function, value) }
            return bool
        }
    }

    /// The code as an int for `function`; another type is an error when it is evaluated.
    func asInt(for function: String) -> Evaluate<Int64> {
        if case .int(let code) = self { return code }
        if case .constant(.int(let value)) = self { return { _ throws(EvaluationError) in value } }
        if case .variable(let index) = self {
            return { frame throws(EvaluationError) in
                let value = try frame.variable(index)
                guard case .int(let int) = value else { throw .noOverload(function, value) }
                return int
            }
        }
        let code = asValue
        return { frame throws(EvaluationError) in
            let value = try code(&frame)
            guard case .int(let int) = value else { throw .noOverload(function, value) }
            return int
        }
    }

    /// The code as a double for `function`; another type is an error when it is evaluated.
    func asDouble(for function: String) -> Evaluate<Double> {
        if case .double(let code) = self { return code }
        if case .constant(.double(let value)) = self { return { _ throws(EvaluationError) in value } }
        if case .variable(let index) = self {
            return { frame throws(EvaluationError) in
                let value = try frame.variable(index)
                guard case .double(let double) = value else { throw .noOverload(function, value) }
                return double
            }
        }
        let code = asValue
        return { frame throws(EvaluationError) in
            let value = try code(&frame)
            guard case .double(let double) = value else { throw .noOverload(function, value) }
            return double
        }
    }

    /// The code as a string for `function`; another type is an error when it is evaluated.
    func asString(for function: String) -> Evaluate<String> {
        if case .string(let code) = self { return code }
        if case .constant(.string(let value)) = self { return { _ throws(EvaluationError) in value } }
        if case .variable(let index) = self {
            return { frame throws(EvaluationError) in
                let value = try frame.variable(index)
                guard case .string(let string) = value else { throw .noOverload(function, value) }
                return string
            }
        }
        let code = asValue
        return { frame throws(EvaluationError) in
            let value = try code(&frame)
            guard case .string(let string) = value else { throw .noOverload(function, value) }
            return string
        }
    }
}
