internal import CEL

/// Decides deadlines that have passed, without an effect of its own.
public enum DeadlineDecider {
    /// What the deadlines change; every one of them is done afterwards.
    ///
    /// A retry is overdue, and a run missed, only if its whole window was watched; where it was not, what happened is unknown and
    /// nothing rings.
    public static func decide(_ due: DueDeadlines, rules: RuleSet) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: due.batchID)
        for (jobID, deadlines) in Dictionary(grouping: due.deadlines, by: \.jobID).sorted(by: { $0.key < $1.key }) {
            decision.doneDeadlines += deadlines.map { DeadlineKey(jobID: $0.jobID, kind: $0.kind, key: $0.key) }
            var job = JobDecider(
                // An alert may be about no job, or about one that only a query knows.
                state: due.jobs[jobID] ?? JobState(jobID: jobID, at: due.now),
                openAlerts: due.openAlerts[jobID] ?? [],
                rules: rules,
                now: due.now,
                ids: ids
            )
            for deadline in deadlines {
                switch deadline.kind {
                case .pendingAlert: job.firePending(deadline, &decision)
                case .keptAlert: job.endKept(deadline, &decision)
                case .retryOverdue: job.judgeRetry(deadline, due, &decision)
                case .missedRun: job.judgeRun(deadline, due.coverage, &decision)
                case .pauseEnd: job.endPause(&decision)
                }
            }
            if let known = due.jobs[jobID], known.activity != job.state.activity { decision.jobs.append(job.state) }
            job.finishAlerts(&decision)
            ids = job.ids
        }
        return decision
    }
}

extension JobDecider {
    /// Fires the alert whose `for` has passed, if it still stands.
    fileprivate mutating func firePending(_ deadline: Deadline, _ decision: inout BatchDecision) {
        guard let index = openAlerts.firstIndex(where: { String($0.alertID) == deadline.key }),
            openAlerts[index].state == .pending
        else { return }
        openAlerts[index].state = .firing
        openAlerts[index].firingSince = now
        changedAlerts.insert(openAlerts[index].alertID)
        record(.firing, openAlerts[index], executionID: openAlerts[index].execution?.executionID, &decision)
    }

    /// Ends the alert that was kept firing after its condition had ended.
    fileprivate mutating func endKept(_ deadline: Deadline, _ decision: inout BatchDecision) {
        guard let index = openAlerts.firstIndex(where: { String($0.alertID) == deadline.key }),
            openAlerts[index].clearedAt != nil
        else { return }
        end(index, .ended, executionID: nil, &decision)
    }

    /// Makes the job an active one again, unless it was forgotten meanwhile.
    fileprivate mutating func endPause(_ decision: inout BatchDecision) {
        if state.activity == .paused { resume(&decision) }
    }

    /// Fires a rule's alert about a retry that did not come, if it is still awaited and was watched for all along.
    fileprivate mutating func judgeRetry(_ deadline: Deadline, _ due: DueDeadlines, _ decision: inout BatchDecision) {
        guard state.activity == .active,
            let (rule, run) = awaited(deadline),
            Deadline.retry(jobID: state.jobID, rule: rule, run: run).dueAt <= now,
            due.coverage.covers(from: deadline.watchedSince, to: deadline.dueAt),
            let attempt = due.attempts[DueDeadlines.RunKey(jobID: state.jobID, runID: run.runID)]
        else { return }
        let subject = AttemptSubject(
            received: attempt,
            run: RunFacts(runID: run.runID, startedAt: run.startedAt, attemptsSeen: run.attemptsSeen, outcome: nil),
            history: JobHistory(before: state, of: attempt.execution, needs: rules.historyNeeds)
        )
        do throws(EvaluationError) {
            if let condition = rule.condition, try !condition.evaluateCondition(subject) { return }
            match(rule, subject, &decision)
        } catch {
            decision.failures.append(
                RuleFailure(alertname: rule.alertname, execution: attempt.execution.identity, error: error)
            )
        }
    }

    /// The rule and the open run a deadline is about; nil where either is gone.
    private func awaited(_ deadline: Deadline) -> (Rule, OpenRun)? {
        for rule in rules.retryOverdueRules {
            for run in state.fold.openRuns where !run.isSuperseded {
                if Deadline.key(alertname: rule.alertname, runID: run.runID) == deadline.key { return (rule, run) }
            }
        }
        return nil
    }
}
