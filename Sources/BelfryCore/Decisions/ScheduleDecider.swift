/// Works out, after rules have changed, when the runs of jobs are expected.
public enum ScheduleDecider {
    /// The deadlines of these jobs' next runs under the rules; a run that should have come already is due at once.
    ///
    /// The jobs of the decision have a changed expectation.
    public static func decide(_ jobs: some Sequence<JobState>, now: Instant, rules: RuleSet) -> BatchDecision {
        var decision = BatchDecision()
        for state in jobs where state.activity == .active {
            var job = JobDecider(state: state, openAlerts: [], rules: rules, now: now, ids: RowIDs(transaction: 0))
            job.expectRun(after: state.memory.cadence.lastRunStartedAt ?? state.lastExecutionAt, &decision)
            if job.state.expected != state.expected { decision.jobs.append(job.state) }
        }
        return decision
    }
}
