/// Decides the executions of one job within a batch.
struct JobDecider {
    var state: JobState
    private(set) var ids: RowIDs
    let rules: RuleSet
    let now: Instant
    /// Open alerts as they stand after what was decided so far.
    var openAlerts: [AlertEpisode]
    /// Alerts changed in this batch, by id.
    var changedAlerts: Set<Int64> = []

    init(state: JobState, openAlerts: [AlertEpisode], rules: RuleSet, now: Instant, ids: RowIDs) {
        self.state = state
        self.openAlerts = openAlerts
        self.rules = rules
        self.now = now
        self.ids = ids
    }

    /// The next id of a row of this transaction.
    mutating func takeID() -> Int64 { ids.take() }

    /// Takes in the next attempt in order and evaluates every rule on it.
    mutating func advance(_ received: ReceivedExecution, index: Int, _ decision: inout BatchDecision) {
        var history = JobHistory(before: state, of: received.execution, needs: rules.historyNeeds)
        let runsBefore = state.fold.openRuns
        let placement = state.advance(received)
        history.include(state, needs: rules.historyNeeds)
        decision.placements[index] = BatchDecision.Placement(
            runID: placement.runID,
            inputs: rules.usesHistory ? history.packed : nil
        )
        setDeadlines(after: runsBefore, decision: &decision)
        let subject = AttemptSubject(received: received, run: RunFacts(placement), history: history)
        decideAlerts(subject, &decision)
        if placement.isFirstOfRun { expectRun(after: placement.runStartedAt, &decision) }
    }

    /// Takes in attempts that arrived late: they count and are folded in at their place, but decide no alert.
    mutating func takeInLate(
        _ late: [(index: Int, received: ReceivedExecution)],
        tail: [Attempt],
        _ decision: inout BatchDecision
    ) {
        var known = tail
        for (index, received) in late {
            let behind = known.filter { $0.position > received.position }
            let history = JobHistory(before: state, of: received.execution, needs: rules.historyNeeds)
            if state.takeInLate(received, behind: behind) {
                expectRun(after: received.position.at, &decision)
            }
            decision.placements[index].inputs = rules.usesHistory ? history.packed : nil
            let place = known.firstIndex { $0.position > received.position } ?? known.count
            known.insert(Attempt(received), at: place)
        }
        refold(known, late, &decision)
    }

    /// Writes the job's state and its changed alerts into the decision.
    consuming func finish(_ decision: inout BatchDecision) {
        finishAlerts(&decision)
        decision.jobs.append(state)
    }

    /// Writes the job's changed alerts into the decision.
    func finishAlerts(_ decision: inout BatchDecision) {
        for alert in openAlerts where changedAlerts.contains(alert.alertID) {
            decision.alerts.append(alert)
        }
    }

    /// Folds again from the first late attempt on, and notes which stored attempts change their run.
    private mutating func refold(
        _ attempts: [Attempt],
        _ late: [(index: Int, received: ReceivedExecution)],
        _ decision: inout BatchDecision
    ) {
        let runsBefore = state.fold.openRuns
        let first = attempts.firstIndex { $0.runID == nil } ?? attempts.count
        var fold = RunFold(rebuiltFrom: Array(attempts[..<first]))
        // What was counted as incomplete when the late ones were not known yet.
        var before = fold
        var incomplete = 0
        for attempt in attempts[first...] {
            let placement = fold.place(attempt)
            let runID = placement.runID
            incomplete += placement.incompleteRuns.count
            if attempt.runID != nil { incomplete -= before.place(attempt).incompleteRuns.count }
            if let entry = late.first(where: { $0.received.position == attempt.position }) {
                decision.placements[entry.index].runID = runID
            } else if runID != attempt.runID {
                decision.movedAttempts.append(
                    BatchDecision.MovedAttempt(
                        identity: ExecutionIdentity(
                            jobID: state.jobID,
                            executionID: attempt.position.executionID,
                            retryAttempt: attempt.position.retryAttempt
                        ),
                        executedAt: attempt.executedAt,
                        runID: runID
                    )
                )
            }
        }
        state.fold = fold
        // A counter never falls: a run that a late attempt completes has been counted.
        state.runs.incomplete += Int64(max(0, incomplete))
        setDeadlines(after: runsBefore, decision: &decision)
    }

    /// Sets a deadline for every promise that is new, and drops those of runs that went on, ended or were superseded.
    private func setDeadlines(after before: [OpenRun], decision: inout BatchDecision) {
        let after = state.fold.openRuns
        guard !rules.retryOverdueRules.isEmpty, before != after else { return }
        let awaited = after.filter { !$0.isSuperseded }
        for rule in rules.retryOverdueRules {
            for run in before where !run.isSuperseded && !awaited.contains(where: { $0.runID == run.runID }) {
                decision.doneDeadlines.append(
                    DeadlineKey(
                        jobID: state.jobID,
                        kind: .retryOverdue,
                        key: Deadline.key(alertname: rule.alertname, runID: run.runID)
                    )
                )
            }
            for run in awaited where !before.contains(run) {
                decision.deadlines.append(
                    Deadline.retry(jobID: state.jobID, rule: rule, run: run)
                )
            }
        }
    }
}
