/// Where the variables of an evaluation come from.
///
/// A program asks only for what it reaches, and asks again each time it reads the same variable, so an activation whose
/// values are costly to make should keep them.
public protocol Activation {
    /// The value of the variable declared at `index` in the `Environment`.
    ///
    /// It should have the declared type: a value of another type is an error of the operation that meets it.
    func value(at index: Int) throws(EvaluationError) -> Value
}
