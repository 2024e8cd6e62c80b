/// What one evaluation made of an expression and of the operands of its `&&`, `||`, `!` and `?:`.
public struct Trace: Sendable {
    /// What became of an operand.
    public enum Outcome: Sendable, Equatable {
        case value(Value)
        case error(EvaluationError)
        /// The branch of a `?:` that was not taken.
        case notReached
    }

    /// How the operands are joined.
    public enum Junction: String, Sendable {
        case and = "&&"
        case or = "||"
        case not = "!"
        case conditional = "?:"
    }

    /// The text of this operand.
    public let source: String
    /// Where it stands in the expression.
    public let range: SourceRange
    /// What it evaluated to.
    public let outcome: Outcome
    /// How its own operands are joined; nil if it is not looked into.
    public let junction: Junction?
    /// Its own operands in source order; every one is evaluated, also those an evaluation would have skipped, except the
    /// branch of a `?:` not taken.
    public let operands: [Trace]
    /// The indexes of the environment's variables this operand can read, ascending.
    public let variables: [Int]

    /// The operands that are not looked into, in source order: the conditions of the expression.
    public var conditions: [Trace] {
        junction == nil ? [self] : operands.flatMap(\.conditions)
    }
}
