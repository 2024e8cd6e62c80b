public import CEL

/// What a rule is evaluated on, as an expression and a template see it.
///
/// The values a rule cannot name (`RuleTrigger.scopes`) are null.
public protocol RuleSubject: Activation, Sendable {
    /// The attempt at hand, where there is one.
    var received: ReceivedExecution? { get }
    /// The run it belongs to.
    var run: RunFacts? { get }
    /// What was measured: the alert's `value`.
    var measured: Double? { get }

    /// The value of a variable.
    func value(of variable: RuleVariable) -> Value
}

extension RuleSubject {
    /// No attempt.
    public var received: ReceivedExecution? { nil }
    /// No run.
    public var run: RunFacts? { nil }
    /// Nothing.
    public var measured: Double? { nil }

    /// The value of a `RuleVariable`, by its raw value.
    public func value(at index: Int) throws(EvaluationError) -> Value {
        guard let variable = RuleVariable(rawValue: index) else {
            throw EvaluationError(.unavailable, "no variable has the index \(index)")
        }
        return value(of: variable)
    }
}
