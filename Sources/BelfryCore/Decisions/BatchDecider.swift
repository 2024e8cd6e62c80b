/// Decides a batch: folds attempts into runs, advances job states and evaluates every rule, without an effect of its own.
public enum BatchDecider {
    /// What the batch changes, decided by these rules and triggers.
    ///
    /// The same input always gives the same decision.
    public static func decide(_ batch: Batch, rules: RuleSet, triggers: TriggerSet = .none) -> BatchDecision {
        var decision = BatchDecision()
        decision.placements = Array(
            repeating: BatchDecision.Placement(runID: "", inputs: nil),
            count: batch.executions.count
        )
        var ids = RowIDs(transaction: batch.batchID)
        for (jobID, indexes) in byJob(batch.executions) {
            guard let first = indexes.first else { continue }
            var job = JobDecider(
                state: batch.jobs[jobID] ?? JobState(firstSeen: batch.executions[first], at: batch.now),
                openAlerts: batch.openAlerts[jobID] ?? [],
                rules: rules,
                now: batch.now,
                ids: ids
            )
            let position = job.state.position
            let late = indexes.prefix { batch.executions[$0].position <= position }
            if !late.isEmpty {
                job.takeInLate(late.map { ($0, batch.executions[$0]) }, tail: batch.tails[jobID] ?? [], &decision)
            }
            for index in indexes.dropFirst(late.count) {
                job.advance(batch.executions[index], index: index, &decision)
            }
            ids = job.ids
            job.finish(&decision)
        }
        if !triggers.isEmpty { TriggerDecider.decide(batch, triggers: triggers, &decision) }
        return decision
    }

    /// The indexes of each job's executions by position, jobs in the order of their first execution.
    private static func byJob(_ executions: [ReceivedExecution]) -> [(jobID: String, indexes: [Int])] {
        var slots: [String: Int] = [:]
        slots.reserveCapacity(executions.count)
        var groups: [(jobID: String, indexes: [Int])] = []
        groups.reserveCapacity(executions.count)
        for (index, received) in executions.enumerated() {
            let jobID = received.execution.jobID
            if let slot = slots[jobID] {
                groups[slot].indexes.append(index)
            } else {
                slots[jobID] = groups.count
                groups.append((jobID, [index]))
            }
        }
        for slot in groups.indices where groups[slot].indexes.count > 1 {
            groups[slot].indexes.sort { executions[$0].position < executions[$1].position }
        }
        return groups
    }
}
