extension Overload {
    /// An overload with one parameter, given as a function of Swift values.
    ///
    /// Text is charged for by length.
    static func unary<A: NativeValue, R: NativeValue>(
        isMember: Bool = false,
        _ function: @escaping @Sendable (A) throws(EvaluationError) -> R
    ) -> Overload {
        Overload([A.type], R.type, isMember: isMember) { budget, values throws(EvaluationError) in
            guard values.count == 1, let first = A(values[0]) else { throw .noOverload("function", values) }
            try budget.charge(bytes: first.weight)
            return try function(first).charged(to: &budget)
        }
    }

    /// An overload with two parameters; see `unary`.
    static func binary<A: NativeValue, B: NativeValue, R: NativeValue>(
        isMember: Bool = false,
        _ function: @escaping @Sendable (A, B) throws(EvaluationError) -> R
    ) -> Overload {
        Overload([A.type, B.type], R.type, isMember: isMember) { budget, values throws(EvaluationError) in
            guard values.count == 2, let first = A(values[0]), let second = B(values[1]) else {
                throw .noOverload("function", values)
            }
            try budget.charge(bytes: first.weight + second.weight)
            return try function(first, second).charged(to: &budget)
        }
    }

    /// An overload with three parameters; see `unary`.
    static func ternary<A: NativeValue, B: NativeValue, C: NativeValue, R: NativeValue>(
        isMember: Bool = false,
        _ function: @escaping @Sendable (A, B, C) throws(EvaluationError) -> R
    ) -> Overload {
        Overload([A.type, B.type, C.type], R.type, isMember: isMember) { budget, values throws(EvaluationError) in
            guard values.count == 3, let first = A(values[0]), let second = B(values[1]), let third = C(values[2])
            else { throw .noOverload("function", values) }
            try budget.charge(bytes: first.weight + second.weight + third.weight)
            return try function(first, second, third).charged(to: &budget)
        }
    }
}

extension NativeValue {
    /// The boxed value, paid for by its length.
    fileprivate func charged(to budget: inout Budget) throws(EvaluationError) -> Value {
        try budget.charge(bytes: weight)
        return boxed
    }
}
