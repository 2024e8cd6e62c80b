internal import CEL

/// Decides the rules about the last hours of jobs, without an effect of its own.
public enum WindowDecider {
    /// What the windows of these jobs change; nothing for most.
    public static func decide(
        _ jobIDs: some Sequence<String>,
        _ windows: JobWindows,
        _ polled: PolledAlerts,
        rules: RuleSet
    ) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: polled.batchID)
        for jobID in jobIDs {
            guard let state = polled.jobs[jobID], state.activity == .active else { continue }
            var job = JobDecider(
                state: state,
                openAlerts: polled.openAlerts[jobID] ?? [],
                rules: rules,
                now: polled.now,
                ids: ids
            )
            job.judgeWindows(windows, &decision)
            job.finishAlerts(&decision)
            ids = job.ids
        }
        return decision
    }
}

extension JobDecider {
    fileprivate mutating func judgeWindows(_ windows: JobWindows, _ decision: inout BatchDecision) {
        let history = JobHistory(before: state, needs: rules.historyNeeds)
        var facts: [TimeSpan: WindowFacts] = [:]
        for rule in rules.windowRules {
            guard let condition = rule.condition else { continue }
            let window = facts[rule.over] ?? windows.facts(state.jobID, over: rule.over, at: now)
            facts[rule.over] = window
            let subject = WindowSubject(jobID: state.jobID, history: history, window: window)
            do throws(EvaluationError) {
                if try condition.evaluateCondition(subject) {
                    poll(rule, subject, &decision)
                } else {
                    clear(rule, .ended, executionID: nil, &decision) { _ in true }
                }
            } catch {
                decision.failures.append(RuleFailure(alertname: rule.alertname, jobID: state.jobID, error: error))
            }
        }
    }

    /// Takes in that the condition of a polled rule holds: an alert that stands already is left as it is.
    mutating func poll(_ rule: Rule, _ subject: any RuleSubject, _ decision: inout BatchDecision) {
        let fingerprint = AlertIdentity.fingerprint(
            alertname: rule.alertname,
            jobID: state.jobID,
            labels: identityLabels(rule, subject)
        )
        if let open = openAlerts.first(where: { $0.fingerprint == fingerprint }), open.clearedAt == nil { return }
        match(rule, subject, &decision)
    }
}
