/// What a rule is evaluated on: its `on` key.
public enum RuleTrigger: String, CaseIterable, Sendable {
    /// Every attempt.
    case execution
    /// Every run, when an attempt closes it.
    case run
    /// A promised retry that did not arrive.
    case retryOverdue = "retry_overdue"
}
