internal import CEL

/// Decides which triggers the executions of a batch fire, and which executions triggers have started.
enum TriggerDecider {
    /// How far the sender's clock may be behind ours: an execution that seems to have run a little before its trigger was sent is
    /// still its child.
    private static let clockSkew = TimeSpan.minutes(1)

    /// Adds firings, arrivals and links to a decision whose placements are made.
    static func decide(_ batch: Batch, triggers: TriggerSet, _ decision: inout BatchDecision) {
        var awaited = batch.awaited
        var gathering = TriggerGathering(batch.arrivals)
        for (index, received) in batch.executions.enumerated() {
            let execution = received.execution
            let depth =
                awaited.isEmpty ? 0 : link(execution, runID: decision.placements[index].runID, &awaited, &decision)
            guard execution.status.isSuccess else { continue }
            for (trigger, parent) in triggers.after(execution) {
                guard let verdict = verdict(trigger, parent, received, depth: depth + 1, now: batch.now) else {
                    continue
                }
                let counts = verdict == .pending || verdict == .loop
                if trigger.within != nil, counts {
                    gather(received, trigger, parent, depth: depth, &gathering, &decision)
                } else {
                    decision.firings.append(
                        firing(trigger, received, depth: depth + 1, verdict, latest: execution.executedAt)
                    )
                }
            }
        }
    }

    /// Counts a success for a trigger with several parents, and fires it where all of them have succeeded now.
    private static func gather(
        _ received: ReceivedExecution,
        _ trigger: TriggerRule,
        _ parent: TriggerParent,
        depth: Int32,
        _ gathering: inout TriggerGathering,
        _ decision: inout BatchDecision
    ) {
        let arrivals = gathering.add(
            TriggerArrival(
                trigger: trigger.name,
                parent: parent.job,
                jobID: received.execution.jobID,
                position: received.position,
                depth: depth
            ),
            to: trigger
        )
        decision.arrivals += arrivals
        guard arrivals.first?.usedIn != nil else { return }
        let depth = arrivals.reduce(0) { max($0, $1.depth) } + 1
        decision.firings.append(
            firing(
                trigger,
                received,
                depth: depth,
                depth > TriggerSet.maximumChain ? .loop : .pending,
                latest: arrivals.reduce(received.position.at) { max($0, $1.position.at) }
            )
        )
    }

    private static func firing(
        _ trigger: TriggerRule,
        _ received: ReceivedExecution,
        depth: Int32,
        _ verdict: TriggerFiring.Verdict,
        latest: Instant
    ) -> TriggerFiring {
        TriggerFiring(
            trigger: trigger.name,
            parent: received.execution.identity,
            executedAt: received.execution.executedAt,
            child: trigger.child,
            depth: depth,
            verdict: verdict,
            expiresAt: latest + trigger.maxAge,
            reportWithin: trigger.reportWithin
        )
    }

    /// What becomes of a trigger after a success; nil where its condition is false.
    private static func verdict(
        _ trigger: TriggerRule,
        _ parent: TriggerParent,
        _ received: ReceivedExecution,
        depth: Int32,
        now: Instant
    ) -> TriggerFiring.Verdict? {
        var failure: EvaluationError?
        do throws(EvaluationError) {
            let subject = AttemptSubject(alone: received)
            if let condition = parent.condition, try !condition.evaluateCondition(subject) { return nil }
        } catch {
            failure = error
        }
        if received.execution.isTest { return .test }
        if received.execution.executedAt + trigger.maxAge < now { return .tooOld }
        if let failure { return .error("\(failure)") }
        return depth > TriggerSet.maximumChain ? .loop : .pending
    }

    /// Recognises what a trigger has started; returns its place in the chain, 0 for an execution nobody triggered.
    private static func link(
        _ execution: Execution,
        runID: String,
        _ awaited: inout [AwaitedFiring],
        _ decision: inout BatchDecision
    ) -> Int32 {
        if let known = awaited.first(where: { $0.childRunID == runID && $0.childJobID == execution.jobID }) {
            return known.depth
        }
        guard !execution.isTest, let index = child(execution, awaited) else { return 0 }
        awaited[index].childJobID = execution.jobID
        awaited[index].childExecutionID = execution.executionID
        awaited[index].childRunID = runID
        decision.links.append(
            TriggerLink(
                firing: awaited[index].key,
                childJobID: execution.jobID,
                childExecutionID: execution.executionID,
                childRunID: runID
            )
        )
        return awaited[index].depth
    }

    /// The firing that has started an execution: the one whose answer named it, else the oldest that waits.
    private static func child(_ execution: Execution, _ awaited: [AwaitedFiring]) -> Int? {
        let open = awaited.indices.filter { awaited[$0].childRunID == nil && awaited[$0].starts(execution) }
        if let named = open.first(where: { awaited[$0].childExecutionID == execution.executionID }) { return named }
        return open.filter {
            awaited[$0].childExecutionID == nil && awaited[$0].sentAt <= execution.executedAt + clockSkew
        }.min { awaited[$0].sentAt < awaited[$1].sentAt }
    }
}

extension AttemptSubject {
    /// An attempt looked at without its run and its job's past: what a trigger sees.
    public convenience init(alone received: ReceivedExecution) {
        let state = JobState(firstSeen: received, at: received.receivedAt)
        self.init(
            received: received,
            run: RunFacts(runID: "", startedAt: received.execution.executedAt, attemptsSeen: 1, outcome: nil),
            history: JobHistory(before: state, of: received.execution, needs: [])
        )
    }
}
