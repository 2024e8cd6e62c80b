public import CEL

/// A rule whose expression had no value for an attempt: neither a match nor none.
public struct RuleFailure: Sendable {
    /// The rule's name.
    public var alertname: String
    /// The attempt.
    public var execution: ExecutionIdentity
    /// Why.
    public var error: EvaluationError
}
