internal import CEL

extension JobDecider {
    /// Evaluates every rule on an attempt in order and moves the job's alerts.
    mutating func decideAlerts(_ subject: AttemptSubject, _ decision: inout BatchDecision) {
        endAbsences(subject, &decision)
        for rule in rules.attemptRules where rule.trigger != .run || subject.runFacts.outcome != nil {
            guard let condition = rule.condition else { continue }
            do throws(EvaluationError) {
                let matches = try condition.evaluateCondition(subject)
                let resolves =
                    if let resolve = rule.resolve {
                        try resolve.evaluateCondition(subject)
                    } else {
                        !matches && subject.attempt.execution.status.isSuccess
                    }
                move(rule, subject, matches: matches, resolves: resolves, &decision)
            } catch {
                decision.failures.append(
                    RuleFailure(
                        alertname: rule.alertname,
                        execution: subject.attempt.execution.identity,
                        error: error
                    )
                )
            }
        }
        if subject.runFacts.outcome == .failed { countFailedRun(&decision) }
    }

    /// Ends an alert and records that somebody may have to be told.
    mutating func end(_ index: Int, _ reason: ResolveReason, executionID: String?, _ decision: inout BatchDecision) {
        let isFiring = openAlerts[index].state == .firing
        keepNoLonger(index, &decision)
        openAlerts[index].job = jobFacts
        guard isFiring else {
            decision.inactiveAlerts.append(openAlerts.remove(at: index))
            return
        }
        openAlerts[index].state = .resolved
        openAlerts[index].resolvedAt = now
        openAlerts[index].resolveReason = reason
        openAlerts[index].isFlapping = false
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
        _ subject: AttemptSubject,
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
        clear(rule, .success, executionID: subject.attempt.execution.executionID, &decision) { _ in true }
    }

    /// Takes in that a rule's condition holds: an alert of it begins, goes on, or fires.
    mutating func match(_ rule: Rule, _ subject: any RuleSubject, _ decision: inout BatchDecision) {
        let labels = identityLabels(rule, subject)
        let fingerprint = AlertIdentity.fingerprint(alertname: rule.alertname, jobID: state.jobID, labels: labels)
        let execution = subject.received?.execution
        let index: Int
        if let open = openAlerts.firstIndex(where: { $0.fingerprint == fingerprint }) {
            index = open
            openAlerts[index].matches += 1
            keepNoLonger(index, &decision)
            if openAlerts[index].state == .firing, isFinal(openAlerts[index], subject) {
                record(.final, openAlerts[index], executionID: execution?.executionID, &decision)
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
        openAlerts[index].execution = execution.map(ExecutionFacts.init)
        openAlerts[index].runID = subject.run?.runID
        openAlerts[index].job = jobFacts
        openAlerts[index].value = subject.measured
        changedAlerts.insert(openAlerts[index].alertID)
        fireIfDue(index, rule, executionID: execution?.executionID, &decision)
    }

    /// The labels an alert of a rule is told from others by: those of a query's row, and the rule's own.
    func identityLabels(_ rule: Rule, _ subject: any RuleSubject) -> [String: String] {
        let own = rule.labels.mapValues { $0.render(subject).plain }
        guard let row = subject as? RowSubject else { return own }
        return row.row.labels.merging(own) { $1 }
    }

    /// Takes in that the condition of a rule has ended for some of its alerts: they end, or are kept firing for a while.
    mutating func clear(
        _ rule: Rule,
        _ reason: ResolveReason,
        executionID: String?,
        _ decision: inout BatchDecision,
        where isConcerned: (AlertEpisode) -> Bool
    ) {
        for index in openAlerts.indices.reversed()
        where openAlerts[index].alertname == rule.alertname && isConcerned(openAlerts[index]) {
            guard openAlerts[index].state == .firing, isKept(index, rule, executionID: executionID, &decision) else {
                end(index, reason, executionID: executionID, &decision)
                continue
            }
        }
    }

    /// How long after it has ended a job that flaps keeps an alert: one that runs no more would keep it for ever.
    private static let maximumDamping = TimeSpan.hours(24)

    /// Whether a firing alert whose condition has ended stays: for `keep_firing_for`, or because its job goes up and down.
    private mutating func isKept(
        _ index: Int,
        _ rule: Rule,
        executionID: String?,
        _ decision: inout BatchDecision
    ) -> Bool {
        let flaps = rule.trigger.isOfAttempts && rule.dampsFlapping && state.memory.isFlapping
        if flaps, !openAlerts[index].isFlapping {
            openAlerts[index].isFlapping = true
            openAlerts[index].job = jobFacts
            changedAlerts.insert(openAlerts[index].alertID)
            record(.flapping, openAlerts[index], executionID: executionID, &decision)
        }
        let kept = flaps ? max(rule.keepFiringFor, Self.maximumDamping) : rule.keepFiringFor
        guard kept > .zero else { return false }
        guard openAlerts[index].clearedAt == nil else { return true }
        openAlerts[index].clearedAt = now
        changedAlerts.insert(openAlerts[index].alertID)
        let due = now + kept
        decision.deadlines.append(
            Deadline(
                jobID: state.jobID,
                kind: .keptAlert,
                key: String(openAlerts[index].alertID),
                dueAt: due,
                watchedSince: due
            )
        )
        return true
    }

    /// Takes in that the condition of an alert holds again that was kept firing without it.
    private mutating func keepNoLonger(_ index: Int, _ decision: inout BatchDecision) {
        if !state.memory.isFlapping { openAlerts[index].isFlapping = false }
        guard openAlerts[index].clearedAt != nil else { return }
        openAlerts[index].clearedAt = nil
        let key = DeadlineKey(jobID: state.jobID, kind: .keptAlert, key: String(openAlerts[index].alertID))
        decision.doneDeadlines.append(key)
        decision.deadlines.removeAll { $0.kind == key.kind && $0.key == key.key && $0.jobID == key.jobID }
    }

    /// Fires a pending alert that has matched often enough and stood long enough; sets its deadline when only time is missing.
    private mutating func fireIfDue(
        _ index: Int,
        _ rule: Rule,
        executionID: String?,
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
        _ subject: AttemptSubject,
        resolves: Bool,
        _ decision: inout BatchDecision
    ) {
        while let index = openAlerts.firstIndex(where: {
            $0.alertname == rule.alertname && $0.state == .pending
                && (resolves || Int($0.matches) < rule.consecutive)
        }) {
            end(index, .success, executionID: subject.attempt.execution.executionID, &decision)
        }
    }

    /// Whether the run behind a firing alert has failed for good after its alert said that a retry was promised.
    private func isFinal(_ alert: AlertEpisode, _ subject: any RuleSubject) -> Bool {
        guard let run = subject.run else { return false }
        return run.outcome == .failed && alert.runID == run.runID && alert.execution?.nextRetryAt != nil
    }

    /// Any further attempt of the job ends what waited for one.
    private mutating func endAbsences(_ subject: AttemptSubject, _ decision: inout BatchDecision) {
        guard !openAlerts.isEmpty else { return }
        let executionID = subject.attempt.execution.executionID
        for rule in rules.retryOverdueRules {
            while let index = openAlerts.firstIndex(where: { $0.alertname == rule.alertname }) {
                let reason: ResolveReason = openAlerts[index].runID == subject.runFacts.runID ? .arrived : .superseded
                end(index, reason, executionID: executionID, &decision)
            }
        }
        for rule in rules.missedRules {
            while let index = openAlerts.firstIndex(where: { $0.alertname == rule.alertname }) {
                end(index, .arrived, executionID: executionID, &decision)
            }
        }
    }

    /// Counts a failed run for every alert that stands.
    private mutating func countFailedRun(_ decision: inout BatchDecision) {
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
