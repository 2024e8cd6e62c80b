public import CEL

extension Rule {
    /// Whether the rule's condition holds for an attempt, looked at alone: no alert, no streak, no time.
    ///
    /// True where the rule has no condition. Throws where the condition has no value for the attempt.
    public func holds(for subject: some RuleSubject) throws(EvaluationError) -> Bool {
        try condition?.evaluateCondition(subject) ?? true
    }
}
