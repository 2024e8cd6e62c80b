/// The state of one evaluation.
struct Frame {
    let activation: any Activation
    /// The values of the macro variables in scope, by slot.
    var locals: [Value]
    var budget: Budget

    @inline(__always)
    func variable(_ index: Int) throws(EvaluationError) -> Value {
        try activation.value(at: index)
    }
}

/// A compiled expression that yields a `T`.
typealias Evaluate<T> = @Sendable (inout Frame) throws(EvaluationError) -> T
