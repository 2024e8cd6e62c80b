import BelfryCore

/// The pure core under one rule set, batch after batch, with the states kept between them as the store keeps them.
struct DecisionBench {
    let rules: RuleSet
    /// Executions that were measured.
    private(set) var events: UInt64 = 0
    /// The time their decisions took.
    private(set) var elapsed = Duration.zero
    /// Alerts that began to fire.
    private(set) var fired = 0
    /// Evaluations that had no value.
    private(set) var failures = 0

    private var jobs: [String: JobState] = [:]
    private var openAlerts: [String: [AlertEpisode]] = [:]
    private var transaction: Int64 = 0

    init(rules: RuleSet) {
        self.rules = rules
    }

    /// Decides a batch; only the decision is timed, and only where it is `measured`.
    mutating func take(_ executions: [ReceivedExecution], at now: Instant, measured: Bool) {
        transaction += 1
        let batch = batch(executions, at: now)
        let start = ContinuousClock.now
        let decision = BatchDecider.decide(batch, rules: rules)
        let time = ContinuousClock.now - start
        if measured {
            elapsed += time
            events += UInt64(executions.count)
            fired += decision.transitions.count { $0.kind == .firing }
            failures += decision.failures.count
        }
        apply(decision)
    }

    /// A batch with what the store reads for it: of the jobs concerned and no others.
    private func batch(_ executions: [ReceivedExecution], at now: Instant) -> Batch {
        let concerned = Set(executions.map(\.execution.jobID))
        return Batch(
            batchID: transaction,
            now: now,
            executions: executions,
            jobs: Dictionary(uniqueKeysWithValues: concerned.compactMap { id in jobs[id].map { (id, $0) } }),
            openAlerts: Dictionary(uniqueKeysWithValues: concerned.compactMap { id in openAlerts[id].map { (id, $0) } })
        )
    }

    private mutating func apply(_ decision: BatchDecision) {
        for job in decision.jobs { jobs[job.jobID] = job }
        for alert in decision.inactiveAlerts + decision.alerts {
            openAlerts[alert.jobID]?.removeAll { $0.alertID == alert.alertID }
        }
        for alert in decision.alerts where alert.state != .resolved {
            openAlerts[alert.jobID, default: []].append(alert)
        }
    }
}
