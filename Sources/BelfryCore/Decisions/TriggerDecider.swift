internal import CEL

/// Decides which triggers the executions of a batch fire, and which executions triggers have started.
enum TriggerDecider {
    /// How far the sender's clock may be behind ours: an execution that seems to have run a little before its trigger was sent is
    /// still its child.
    private static let clockSkew = TimeSpan.minutes(1)

    /// Adds firings and links to a decision whose placements are made.
    static func decide(_ batch: Batch, triggers: TriggerSet, _ decision: inout BatchDecision) {
        var awaited = batch.awaited
        for (index, received) in batch.executions.enumerated() {
            let execution = received.execution
            let depth =
                awaited.isEmpty ? 0 : link(execution, runID: decision.placements[index].runID, &awaited, &decision)
            guard execution.status.isSuccess else { continue }
            for trigger in triggers.after(execution) {
                guard let verdict = verdict(trigger, received, depth: depth + 1, now: batch.now) else { continue }
                decision.firings.append(
                    TriggerFiring(
                        trigger: trigger.name,
                        parent: execution.identity,
                        executedAt: execution.executedAt,
                        child: trigger.child,
                        depth: depth + 1,
                        verdict: verdict,
                        expiresAt: execution.executedAt + trigger.maxAge,
                        reportWithin: trigger.reportWithin
                    )
                )
            }
        }
    }

    /// What becomes of a trigger after a success; nil where its condition is false.
    private static func verdict(
        _ trigger: TriggerRule,
        _ received: ReceivedExecution,
        depth: Int32,
        now: Instant
    ) -> TriggerFiring.Verdict? {
        var failure: EvaluationError?
        do throws(EvaluationError) {
            let subject = AttemptSubject(alone: received)
            if let condition = trigger.condition, try !condition.evaluateCondition(subject) { return nil }
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
