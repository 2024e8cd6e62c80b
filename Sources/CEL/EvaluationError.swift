/// Why an expression has no value: what `Program.evaluate` throws, and what activations and custom functions may throw.
public struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The class of an error, named as the CEL specification names it.
    public enum Kind: String, Hashable, Sendable {
        /// The operation is not defined for the run-time types of its operands; a null where a value is wanted, too.
        case noSuchOverload = "no_such_overload"
        /// Integer division or remainder by zero.
        case divisionByZero = "division_by_zero"
        /// The result does not fit its type.
        case overflow
        /// A map has no such key.
        case noSuchKey = "no_such_key"
        /// The operand has no fields.
        case noSuchField = "no_such_field"
        /// An argument has the right type and an impossible value: a list index, a malformed duration, a bad pattern.
        case invalidArgument = "invalid_argument"
        /// A map literal repeats a key or has a key of a type that cannot be one.
        case invalidKey = "invalid_key"
        /// The evaluation used up its cost budget. `&&`, `||`, `all` and `exists` never absorb it.
        case costExceeded = "cost_exceeded"
        /// An unchecked program reached a name nobody declared.
        case undeclaredReference = "undeclared_reference"
        /// An activation could not deliver a variable, or a custom function failed for a reason of its own.
        case unavailable
    }

    /// The class of the error.
    public let kind: Kind
    /// What was wrong with which values, in one sentence without a full stop.
    public let message: String

    /// Creates an error; `message` should name the offending value or type.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The kind, a colon and the message.
    public var description: String { "\(kind.rawValue): \(message)" }

    static func noOverload(_ function: String, _ values: Value...) -> EvaluationError {
        noOverload(function, values)
    }

    static func noOverload(_ function: String, _ values: [Value]) -> EvaluationError {
        let types = values.map(\.runtimeType.name).joined(separator: ", ")
        return EvaluationError(.noSuchOverload, "no such overload: \(function) applied to (\(types))")
    }
}
