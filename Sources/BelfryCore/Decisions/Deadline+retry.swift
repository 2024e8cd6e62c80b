extension Deadline {
    /// How much earlier than promised an attempt may come and still count.
    static let tolerance = TimeSpan.minutes(1)

    /// When a rule calls an open run's promised retry overdue: at the later of promise and its receipt, plus the rule's grace.
    static func retry(jobID: String, rule: Rule, run: OpenRun) -> Deadline {
        let expected = max(run.promisedAt, run.receivedAt)
        return Deadline(
            jobID: jobID,
            kind: .retryOverdue,
            key: key(alertname: rule.alertname, runID: run.runID),
            dueAt: expected + rule.grace,
            watchedSince: max(run.receivedAt, expected - tolerance)
        )
    }
}
