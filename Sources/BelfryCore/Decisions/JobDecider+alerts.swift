internal import CEL

extension JobDecider {
    /// Evaluates every rule on an attempt in order and moves the job's alerts.
    mutating func decideAlerts(_ subject: RuleSubject, _ decision: inout BatchDecision) {
        endOverdue(subject, &decision)
        for rule in rules.attemptRules where rule.trigger != .run || subject.run.outcome != nil {
            guard let condition = rule.condition else { continue }
            do throws(EvaluationError) {
                let matches = try condition.evaluateCondition(subject)
                let resolves =
                    if let resolve = rule.resolve {
                        try resolve.evaluateCondition(subject)
                    } else {
                        !matches && subject.received.execution.status.isSuccess
                    }
                move(rule, subject, matches: matches, resolves: resolves, &decision)
            } catch {
                decision.failures.append(
                    RuleFailure(
                        alertname: rule.alertname,
                        execution: subject.received.execution.identity,
                        error: error
                    )
                )
            }
        }
        if subject.run.outcome == .failed { countFailedRun(subject, &decision) }
    }

    /// Ends an alert and records that somebody may have to be told.
    mutating func end(_ index: Int, _ reason: ResolveReason, executionID: String?, _ decision: inout BatchDecision) {
        let isFiring = openAlerts[index].state == .firing
        openAlerts[index].job = jobFacts
        guard isFiring else {
            decision.inactiveAlerts.append(openAlerts.remove(at: index))
            return
        }
        openAlerts[index].state = .resolved
        openAlerts[index].resolvedAt = now
        openAlerts[index].resolveReason = reason
        record(.resolved, openAlerts[index], executionID: executionID, &decision)
        decision.alerts.append(openAlerts.remove(at: index))
    }

    /// The job's facts as a message shows them.
    var jobFacts: JobFacts {
        JobFacts(
            jobID: state.jobID,
            name: state.name,
            lastSuccessAt: state.lastSuccessAt,
            firstSeenAt: state.firstSeenAt,
            consecutiveFailures: state.consecutiveFailures,
            consecutiveFailedRuns: state.consecutiveFailedRuns,
            p50MS: state.sketch.percentile(0.5),
            p95MS: state.sketch.percentile(0.95)
        )
    }

    private mutating func move(
        _ rule: Rule,
        _ subject: RuleSubject,
        matches: Bool,
        resolves: Bool,
        _ decision: inout BatchDecision
    ) {
        if matches {
            match(rule, subject, &decision)
        } else if openAlerts.contains(where: { $0.alertname == rule.alertname && $0.state == .pending }) {
            breakStreak(rule, subject, resolves: resolves, &decision)
        }
        guard resolves else { return }
        let executionID = subject.received.execution.executionID
        while let index = openAlerts.firstIndex(where: { $0.alertname == rule.alertname }) {
            end(index, .success, executionID: executionID, &decision)
        }
    }

    mutating func match(_ rule: Rule, _ subject: RuleSubject, _ decision: inout BatchDecision) {
        let labels = rule.labels.mapValues { $0.render(subject).plain }
        let fingerprint = AlertIdentity.fingerprint(alertname: rule.alertname, jobID: state.jobID, labels: labels)
        let execution = subject.received.execution
        let index: Int
        if let open = openAlerts.firstIndex(where: { $0.fingerprint == fingerprint }) {
            index = open
            openAlerts[index].matches += 1
            if openAlerts[index].state == .firing, isFinal(openAlerts[index], subject) {
                record(.final, openAlerts[index], executionID: execution.executionID, &decision)
            }
        } else {
            index = openAlerts.count
            openAlerts.append(
                AlertEpisode(
                    alertID: takeID(),
                    jobID: state.jobID,
                    fingerprint: fingerprint,
                    alertname: rule.alertname,
                    severity: rule.severity,
                    state: .pending,
                    labels: labels,
                    annotations: [:],
                    matches: 1,
                    activeSince: now,
                    runID: nil,
                    failedRuns: 0,
                    execution: nil,
                    job: jobFacts
                )
            )
        }
        openAlerts[index].annotations = rule.annotations.mapValues { $0.render(subject) }
        openAlerts[index].execution = ExecutionFacts(execution)
        openAlerts[index].runID = subject.run.runID
        openAlerts[index].job = jobFacts
        changedAlerts.insert(openAlerts[index].alertID)
        fireIfDue(index, rule, executionID: execution.executionID, &decision)
    }

    /// Fires a pending alert that has matched often enough and stood long enough; sets its deadline when only time is missing.
    private mutating func fireIfDue(
        _ index: Int,
        _ rule: Rule,
        executionID: String,
        _ decision: inout BatchDecision
    ) {
        guard openAlerts[index].state == .pending, Int(openAlerts[index].matches) >= rule.consecutive else { return }
        let due = openAlerts[index].activeSince + rule.pendingFor
        guard due <= now else {
            decision.deadlines.append(
                Deadline(
                    jobID: state.jobID,
                    kind: .pendingAlert,
                    key: String(openAlerts[index].alertID),
                    dueAt: due,
                    watchedSince: due
                )
            )
            return
        }
        openAlerts[index].state = .firing
        openAlerts[index].firingSince = now
        record(.firing, openAlerts[index], executionID: executionID, &decision)
    }

    /// A miss: pending alerts that count matches in a row start anew; those that wait for time stay until something resolves them.
    private mutating func breakStreak(
        _ rule: Rule,
        _ subject: RuleSubject,
        resolves: Bool,
        _ decision: inout BatchDecision
    ) {
        while let index = openAlerts.firstIndex(where: {
            $0.alertname == rule.alertname && $0.state == .pending
                && (resolves || Int($0.matches) < rule.consecutive)
        }) {
            end(index, .success, executionID: subject.received.execution.executionID, &decision)
        }
    }

    /// Whether the run behind a firing alert has failed for good after its alert said that a retry was promised.
    private func isFinal(_ alert: AlertEpisode, _ subject: RuleSubject) -> Bool {
        subject.run.outcome == .failed && alert.runID == subject.run.runID && alert.execution?.nextRetryAt != nil
    }

    /// Any further attempt of the job ends what waited for one.
    private mutating func endOverdue(_ subject: RuleSubject, _ decision: inout BatchDecision) {
        for rule in rules.retryOverdueRules {
            while let index = openAlerts.firstIndex(where: { $0.alertname == rule.alertname }) {
                let reason: ResolveReason = openAlerts[index].runID == subject.run.runID ? .arrived : .superseded
                end(index, reason, executionID: subject.received.execution.executionID, &decision)
            }
        }
    }

    /// Counts a failed run for every alert that stands.
    private mutating func countFailedRun(_ subject: RuleSubject, _ decision: inout BatchDecision) {
        for index in openAlerts.indices {
            openAlerts[index].failedRuns += 1
            changedAlerts.insert(openAlerts[index].alertID)
        }
    }

    mutating func record(
        _ kind: AlertTransition.Kind,
        _ alert: AlertEpisode,
        executionID: String?,
        _ decision: inout BatchDecision
    ) {
        decision.transitions.append(
            AlertTransition(
                transitionID: takeID(),
                alertID: alert.alertID,
                jobID: state.jobID,
                kind: kind,
                executionID: executionID
            )
        )
    }
}
