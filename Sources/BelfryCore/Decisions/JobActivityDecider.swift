/// Decides what follows when a person pauses, resumes or forgets a job.
public enum JobActivityDecider {
    /// What a person asks for.
    public enum Change: Hashable, Sendable {
        /// No absence is judged until an instant, where one is given, or the next execution, whichever is first.
        case pause(until: Instant?)
        /// Absences are judged again, from now on.
        case resume
        /// Its alerts end, nothing is expected of it; the next execution revives it.
        case forget
    }

    /// The key of the deadline at which a pause ends.
    static let deadlineKey = ""

    /// What the change makes of a job: its new state, the alerts it ends and its deadlines.
    ///
    /// The decision has no job where the job is as asked for already. What passed in a pause is never judged afterwards.
    public static func decide(
        _ change: Change,
        _ state: JobState,
        openAlerts: [AlertEpisode],
        rules: RuleSet,
        batchID: Int64,
        now: Instant
    ) -> BatchDecision {
        var decision = BatchDecision()
        var job = JobDecider(
            state: state,
            openAlerts: openAlerts,
            rules: rules,
            now: now,
            ids: RowIDs(transaction: batchID)
        )
        switch change {
        case .pause(let until): job.pause(until: until, &decision)
        case .resume: job.resume(&decision)
        case .forget: job.forget(&decision)
        }
        if job.state != state { decision.jobs = [job.state] }
        job.finishAlerts(&decision)
        return decision
    }
}

extension JobDecider {
    /// Stops judging absences; those that stand end, for nobody waits for the job now.
    fileprivate mutating func pause(until: Instant?, _ decision: inout BatchDecision) {
        state.activity = .paused
        state.expected = nil
        let absences = Set((rules.missedRules + rules.retryOverdueRules).map(\.alertname))
        endAll(.paused, &decision) { absences.contains($0.alertname) }
        dropAbsences(&decision)
        guard let until else {
            decision.doneDeadlines.append(pauseKey)
            return
        }
        decision.deadlines.append(
            Deadline(
                jobID: state.jobID,
                kind: .pauseEnd,
                key: JobActivityDecider.deadlineKey,
                dueAt: until,
                watchedSince: until
            )
        )
    }

    /// Makes a paused or forgotten job an active one: what should have come meanwhile is not asked for.
    mutating func resume(_ decision: inout BatchDecision) {
        guard state.activity != .active else { return }
        state.activity = .active
        decision.doneDeadlines.append(pauseKey)
        expectRunFromNow(&decision)
        for rule in rules.retryOverdueRules {
            for run in state.fold.openRuns where !run.isSuperseded {
                let deadline = Deadline.retry(jobID: state.jobID, rule: rule, run: run)
                if deadline.watchedSince > now { decision.deadlines.append(deadline) }
            }
        }
    }

    fileprivate mutating func forget(_ decision: inout BatchDecision) {
        state.activity = .forgotten
        state.expected = nil
        endAll(.forgotten, &decision) { _ in true }
        dropAbsences(&decision)
        decision.doneDeadlines.append(pauseKey)
    }

    private var pauseKey: DeadlineKey {
        DeadlineKey(jobID: state.jobID, kind: .pauseEnd, key: JobActivityDecider.deadlineKey)
    }

    private mutating func endAll(
        _ reason: ResolveReason,
        _ decision: inout BatchDecision,
        where isConcerned: (AlertEpisode) -> Bool
    ) {
        for index in openAlerts.indices.reversed() where isConcerned(openAlerts[index]) {
            for kind in [Deadline.Kind.pendingAlert, .keptAlert] {
                let key = String(openAlerts[index].alertID)
                decision.doneDeadlines.append(DeadlineKey(jobID: state.jobID, kind: kind, key: key))
            }
            end(index, reason, executionID: nil, &decision)
        }
    }

    private func dropAbsences(_ decision: inout BatchDecision) {
        for rule in rules.missedRules {
            decision.doneDeadlines.append(DeadlineKey(jobID: state.jobID, kind: .missedRun, key: rule.alertname))
        }
        for rule in rules.retryOverdueRules {
            for run in state.fold.openRuns {
                let key = Deadline.key(alertname: rule.alertname, runID: run.runID)
                decision.doneDeadlines.append(DeadlineKey(jobID: state.jobID, kind: .retryOverdue, key: key))
            }
        }
    }
}
