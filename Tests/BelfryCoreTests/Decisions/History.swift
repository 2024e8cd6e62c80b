import BelfryCore

/// A job's history as the store keeps it, driven through the decider batch by batch.
struct History {
    var rules: RuleSet
    var now = Instant(seconds: 1_800_000_000)
    var jobs: [String: JobState] = [:]
    var open: [String: [AlertEpisode]] = [:]
    var stored: [String: [Attempt]] = [:]
    var transitions: [AlertTransition] = []
    var deadlines: [DeadlineKey: Deadline] = [:]
    var failures: [RuleFailure] = []
    var batchID: Int64 = 0

    init(rules: RuleSet) {
        self.rules = rules
    }

    /// One failing, retrying or succeeding attempt, a minute after the last by default.
    static func attempt(
        _ id: String,
        at minute: Int64,
        status: ExecutionStatus = .success,
        attempt: Int32 = 0,
        retryIn minutes: Int64? = nil,
        name: String = "Report",
        ms: Int64 = 200
    ) -> ReceivedExecution {
        let time = Instant(seconds: 1_700_000_000) + .minutes(minute)
        let execution = Execution(
            jobID: "job-1",
            jobName: name,
            executionID: id,
            status: status,
            executedAt: time,
            responseCode: status.isSuccess ? 200 : 500,
            responseTimeMS: ms,
            errorMessage: status.isSuccess ? nil : "boom \(minute)",
            retryAttempt: attempt,
            nextRetryAt: minutes.map { time + .minutes($0) }
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: time + .seconds(1),
            contentDigest: ContentDigest.digest(execution)
        )
    }

    /// Decides a batch and applies what it changes, as the store does.
    @discardableResult
    mutating func take(_ executions: [ReceivedExecution]) -> BatchDecision {
        batchID += 1
        now = max(now, now + .seconds(1))
        let needed = LateAttempts.tailsNeeded(for: executions, jobs: jobs)
        let decision = BatchDecider.decide(
            Batch(
                batchID: batchID,
                now: now,
                executions: executions,
                jobs: jobs,
                openAlerts: open,
                tails: Dictionary(
                    uniqueKeysWithValues: needed.map { jobID, from in
                        (jobID, (stored[jobID] ?? []).filter { $0.executedAt >= from })
                    }
                )
            ),
            rules: rules
        )
        apply(decision)
        for (received, placement) in zip(executions, decision.placements) {
            var attempt = Attempt(received)
            attempt.runID = placement.runID
            stored[received.execution.jobID, default: []].append(attempt)
        }
        for moved in decision.movedAttempts {
            for index in stored[moved.identity.jobID, default: []].indices {
                let position = stored[moved.identity.jobID]?[index].position
                guard position?.executionID == moved.identity.executionID,
                    position?.retryAttempt == moved.identity.retryAttempt
                else { continue }
                stored[moved.identity.jobID]?[index].runID = moved.runID
            }
        }
        for jobID in stored.keys { stored[jobID]?.sort { $0.position < $1.position } }
        return decision
    }

    /// Decides the deadlines that are due at an instant.
    @discardableResult
    mutating func tick(
        at instant: Instant,
        attempts: [DueDeadlines.RunKey: ReceivedExecution] = [:],
        coverage: Coverage
    ) -> BatchDecision {
        batchID += 1
        now = instant
        let decision = DeadlineDecider.decide(
            DueDeadlines(
                batchID: batchID,
                now: now,
                deadlines: deadlines.values.filter { $0.dueAt <= instant },
                jobs: jobs,
                openAlerts: open,
                attempts: attempts,
                coverage: coverage
            ),
            rules: rules
        )
        apply(decision)
        return decision
    }

    var firing: [String] { open.values.joined().filter { $0.state == .firing }.map(\.alertname).sorted() }

    private mutating func apply(_ decision: BatchDecision) {
        for job in decision.jobs { jobs[job.jobID] = job }
        for alert in decision.inactiveAlerts { open[alert.jobID]?.removeAll { $0.alertID == alert.alertID } }
        for alert in decision.alerts {
            open[alert.jobID]?.removeAll { $0.alertID == alert.alertID }
            if alert.state != .resolved { open[alert.jobID, default: []].append(alert) }
        }
        for key in decision.doneDeadlines { deadlines[key] = nil }
        for deadline in decision.deadlines {
            deadlines[DeadlineKey(jobID: deadline.jobID, kind: deadline.kind, key: deadline.key)] = deadline
        }
        transitions += decision.transitions
        failures += decision.failures
    }
}
