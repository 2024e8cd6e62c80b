import CEL

/// The bindings of a conformance test.
struct ConformanceActivation: Activation {
    let values: [Int: Value]

    func value(at index: Int) throws(EvaluationError) -> Value {
        guard let value = values[index] else {
            throw EvaluationError(.unavailable, "variable \(index) is declared but not bound")
        }
        return value
    }
}
