extension FunctionTable {
    /// `+ - * / %` and unary minus.
    static let arithmetic: Library = [
        (
            Operator.add,
            [
                .binary { (left: Int64, right: Int64) throws(EvaluationError) in try Arithmetic.add(left, right) },
                .binary { (left: UInt64, right: UInt64) throws(EvaluationError) in try Arithmetic.add(left, right) },
                .binary { (left: Double, right: Double) in left + right },
                .binary { (left: String, right: String) in left + right },
                .binary { (left: [UInt8], right: [UInt8]) in left + right },
                .binary { (left: Timestamp, right: CELDuration) throws(EvaluationError) in try left.adding(right) },
                .binary { (left: CELDuration, right: Timestamp) throws(EvaluationError) in try right.adding(left) },
                .binary { (left: CELDuration, right: CELDuration) throws(EvaluationError) in try left.adding(right) },
                Overload([.list(.parameter("A")), .list(.parameter("A"))], .list(.parameter("A"))) {
                    budget,
                    values throws(EvaluationError) in
                    guard case .list(let left) = values[0], case .list(let right) = values[1] else {
                        throw .noOverload(Operator.add, values)
                    }
                    try budget.charge(left.count + right.count)
                    return .list(left + right)
                },
            ]
        ),
        (
            Operator.subtract,
            [
                .binary { (left: Int64, right: Int64) throws(EvaluationError) in try Arithmetic.subtract(left, right) },
                .binary { (left: UInt64, right: UInt64) throws(EvaluationError) in
                    try Arithmetic.subtract(left, right)
                },
                .binary { (left: Double, right: Double) in left - right },
                .binary { (left: Timestamp, right: Timestamp) throws(EvaluationError) in try left.subtracting(right) },
                .binary { (left: Timestamp, right: CELDuration) throws(EvaluationError) in
                    try left.subtracting(right)
                },
                .binary { (left: CELDuration, right: CELDuration) throws(EvaluationError) in
                    try left.subtracting(right)
                },
            ]
        ),
        (
            Operator.multiply,
            [
                .binary { (left: Int64, right: Int64) throws(EvaluationError) in try Arithmetic.multiply(left, right) },
                .binary { (left: UInt64, right: UInt64) throws(EvaluationError) in
                    try Arithmetic.multiply(left, right)
                },
                .binary { (left: Double, right: Double) in left * right },
            ]
        ),
        (
            Operator.divide,
            [
                .binary { (left: Int64, right: Int64) throws(EvaluationError) in try Arithmetic.divide(left, right) },
                .binary { (left: UInt64, right: UInt64) throws(EvaluationError) in try Arithmetic.divide(left, right) },
                .binary { (left: Double, right: Double) in left / right },
            ]
        ),
        (
            Operator.modulo,
            [
                .binary { (left: Int64, right: Int64) throws(EvaluationError) in try Arithmetic.modulo(left, right) },
                .binary { (left: UInt64, right: UInt64) throws(EvaluationError) in try Arithmetic.modulo(left, right) },
            ]
        ),
        (
            Operator.negate,
            [
                .unary { (operand: Int64) throws(EvaluationError) in try Arithmetic.subtract(0, operand) },
                .unary { (operand: Double) in -operand },
                .unary { (operand: CELDuration) throws(EvaluationError) in try operand.negated() },
            ]
        ),
    ]
}
