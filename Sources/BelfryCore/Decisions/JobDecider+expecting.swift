internal import CEL

/// Runs that are expected: when the next one is, and what is decided when it does not come.
extension JobDecider {
    /// Notes when the next run is expected, after one that began at an instant, and sets the deadline of every rule about it.
    mutating func expectRun(after startedAt: Instant, _ decision: inout BatchDecision) {
        state.expected = nil
        for rule in rules.missedRules {
            guard let expectation = Expectation(rule, state, after: startedAt) else { continue }
            expect(rule, expectation, &decision)
        }
        if state.expected == nil { state.expected = Expectation(cadence: state.memory.cadence)?.run }
    }

    /// Notes when the first run after now is expected, whatever should have come before, and sets the deadlines for it.
    mutating func expectRunFromNow(_ decision: inout BatchDecision) {
        state.expected = nil
        for rule in rules.missedRules {
            let last = rule.schedule == nil ? lastSlot : now
            guard let last, let expectation = Expectation(rule, state, after: last, hasMissed: true) else { continue }
            expect(rule, expectation, &decision)
        }
        if state.expected == nil, let lastSlot {
            state.expected = Expectation(cadence: state.memory.cadence, after: lastSlot)?.run
        }
    }

    /// The latest instant up to now at which the job's own rhythm had a run; nil where it has no rhythm.
    private var lastSlot: Instant? {
        let cadence = state.memory.cadence
        guard let last = cadence.lastRunStartedAt, let interval = cadence.expectation?.interval, interval > .zero else {
            return nil
        }
        let slots = max(0, (now - last).microseconds / interval.microseconds)
        return last + TimeSpan(microseconds: slots * interval.microseconds)
    }

    /// Sets a rule's deadline for an expected run, where the rule is about this job.
    mutating func expect(_ rule: Rule, _ expectation: Expectation, _ decision: inout BatchDecision) {
        guard concerns(rule, expectation, missedRuns: 1, &decision) else { return }
        if state.expected == nil { state.expected = expectation.run }
        decision.deadlines.append(
            Deadline(
                jobID: state.jobID,
                kind: .missedRun,
                key: rule.alertname,
                dueAt: expectation.run.at + expectation.tolerance + rule.grace,
                watchedSince: expectation.run.at - Deadline.tolerance
            )
        )
    }

    /// Decides an expected run that has not come by its deadline, and every later one whose deadline has passed as well.
    ///
    /// It is missed only if its whole window was watched; where it was not, nobody knows, and nothing rings.
    mutating func judgeRun(_ deadline: Deadline, _ coverage: Coverage, _ decision: inout BatchDecision) {
        guard state.activity == .active, let rule = rules.missedRules.first(where: { $0.alertname == deadline.key })
        else { return }
        var deadline = deadline
        // Bounded, so that a clock far ahead cannot hold up the others; what is left is decided in the next pass.
        for _ in 0..<1_000 {
            let expectedAt = deadline.watchedSince + Deadline.tolerance
            let isWatched = coverage.covers(from: deadline.watchedSince, to: deadline.dueAt)
            if isWatched { missed(rule, expectedAt, &decision) }
            decision.judgedRuns.append(
                JudgedRun(jobID: state.jobID, expectedAt: expectedAt, verdict: isWatched ? .missed : .unknown)
            )
            guard let next = Expectation(rule, state, after: expectedAt, hasMissed: true) else { return }
            var later = BatchDecision()
            expect(rule, next, &later)
            decision.failures += later.failures
            guard let following = later.deadlines.first else { return }
            guard following.dueAt <= now else {
                decision.deadlines.append(following)
                return
            }
            deadline = following
        }
        decision.deadlines.append(deadline)
    }

    private mutating func missed(_ rule: Rule, _ expectedAt: Instant, _ decision: inout BatchDecision) {
        let missedRuns = Int64(openAlerts.first { $0.alertname == rule.alertname }?.matches ?? 0) + 1
        guard
            let subject = self.subject(
                of: rule,
                expectedAt: expectedAt,
                missedRuns: missedRuns,
                &decision
            )
        else { return }
        match(rule, subject, &decision)
    }

    private func concerns(
        _ rule: Rule,
        _ expectation: Expectation,
        missedRuns: Int64,
        _ decision: inout BatchDecision
    ) -> Bool {
        subject(of: rule, expectedAt: expectation.run.at, missedRuns: missedRuns, &decision) != nil
    }

    /// What a rule sees of a run that did not come; nil where its condition says that it is not about it.
    private func subject(
        of rule: Rule,
        expectedAt: Instant,
        missedRuns: Int64,
        _ decision: inout BatchDecision
    ) -> AbsenceSubject? {
        let subject = AbsenceSubject(
            jobID: state.jobID,
            history: JobHistory(before: state, needs: rules.historyNeeds),
            expectedAt: expectedAt,
            missedRuns: missedRuns
        )
        do throws(EvaluationError) {
            guard let condition = rule.condition else { return subject }
            return try condition.evaluateCondition(subject) ? subject : nil
        } catch {
            decision.failures.append(RuleFailure(alertname: rule.alertname, jobID: state.jobID, error: error))
            return nil
        }
    }
}
