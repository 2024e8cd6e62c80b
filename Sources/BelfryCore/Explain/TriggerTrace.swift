internal import CEL

/// Why a success counted for a trigger or did not: every condition of its expression with its value.
public struct TriggerTrace: Sendable {
    /// The trigger.
    public var rule: TriggerRule
    /// Which of its jobs the execution stands for, as configured.
    public var parent: String
    /// Whether the condition is true; nil where it has no value.
    public var isTrue: Bool?
    /// The conditions of `expr`, in the order they stand; empty without one.
    public var conditions: [RuleTrace.Condition]

    /// What every trigger after an execution's job makes of it; nothing where it is no success.
    public static func traces(of triggers: TriggerSet, on received: ReceivedExecution) -> [TriggerTrace] {
        guard received.execution.status.isSuccess else { return [] }
        let subject = AttemptSubject(alone: received)
        return triggers.after(received.execution).map { rule, parent in
            guard let trace = parent.condition?.trace(subject) else {
                return TriggerTrace(rule: rule, parent: parent.job, isTrue: true, conditions: [])
            }
            let isTrue: Bool? =
                switch trace.outcome {
                case .value(.bool(let value)): value
                default: nil
                }
            return TriggerTrace(
                rule: rule,
                parent: parent.job,
                isTrue: isTrue,
                conditions: RuleTrace.conditions(of: trace, subject)
            )
        }
    }
}
