/// What is left of an evaluation's cost.
struct Budget {
    private(set) var remaining: Int

    init(_ cost: Int) {
        remaining = cost
    }

    /// Takes `cost` off, or throws once the budget is used up.
    @inline(__always)
    mutating func charge(_ cost: Int) throws(EvaluationError) {
        remaining -= cost
        if remaining < 0 { throw Self.exceeded }
    }

    /// Charges for handling `bytes` bytes of text or list elements.
    @inline(__always)
    mutating func charge(bytes: Int) throws(EvaluationError) {
        try charge(bytes >> 6)
    }

    private static let exceeded = EvaluationError(.costExceeded, "the evaluation exceeded its cost budget")
}
