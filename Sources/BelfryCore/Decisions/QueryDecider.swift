internal import CEL

/// Decides a rule about the rows a query answered, without an effect of its own.
public enum QueryDecider {
    /// What the rows change: each one is an alert while its condition holds, and one that is gone ends its alert.
    public static func decide(_ rule: Rule, _ rows: [QueryRow], _ polled: PolledAlerts, rules: RuleSet) -> BatchDecision
    {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: polled.batchID)
        let rowsByJob = Dictionary(grouping: rows, by: \.jobID)
        let concerned = polled.openAlerts.filter { $1.contains { $0.alertname == rule.alertname } }.keys
        for jobID in Set(rowsByJob.keys).union(concerned).sorted() {
            var job = JobDecider(
                state: polled.jobs[jobID] ?? JobState(jobID: jobID, at: polled.now),
                openAlerts: polled.openAlerts[jobID] ?? [],
                rules: rules,
                now: polled.now,
                ids: ids
            )
            job.judgeRows(rule, rowsByJob[jobID] ?? [], &decision)
            job.finishAlerts(&decision)
            ids = job.ids
        }
        return decision
    }
}

extension JobDecider {
    fileprivate mutating func judgeRows(_ rule: Rule, _ rows: [QueryRow], _ decision: inout BatchDecision) {
        var standing: Set<UInt64> = []
        for row in rows {
            let subject = RowSubject(row: row, jobName: state.name)
            let fingerprint = AlertIdentity.fingerprint(
                alertname: rule.alertname,
                jobID: state.jobID,
                labels: identityLabels(rule, subject)
            )
            do throws(EvaluationError) {
                if let condition = rule.condition, try !condition.evaluateCondition(subject) { continue }
                standing.insert(fingerprint)
                poll(rule, subject, &decision)
            } catch {
                standing.insert(fingerprint)
                decision.failures.append(RuleFailure(alertname: rule.alertname, jobID: state.jobID, error: error))
            }
        }
        clear(rule, .ended, executionID: nil, &decision) { !standing.contains($0.fingerprint) }
    }
}
