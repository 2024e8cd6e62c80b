internal import CEL

/// Finds the rules about missed runs that are about no job at all: most often their names are misspelt.
public struct MissedRuleReach {
    private let rules: RuleSet
    private var unreached: [Rule]

    /// Nothing has been looked at yet.
    public init(_ rules: RuleSet) {
        self.rules = rules
        unreached = rules.missedRules.filter { $0.condition != nil }
    }

    /// The rules whose condition holds for none of the jobs looked at.
    public var withoutJob: [Rule] { unreached }

    /// Looks at a job.
    public mutating func look(at state: JobState) {
        let subject = AbsenceSubject(
            jobID: state.jobID,
            history: JobHistory(before: state, needs: rules.historyNeeds),
            expectedAt: state.lastExecutionAt,
            missedRuns: 1
        )
        unreached.removeAll { rule in (try? rule.condition?.evaluateCondition(subject)) ?? false }
    }
}
