/// Decides the built-in alert about rules whose expression had no value.
public enum RuleFailureDecider {
    /// The alert's name; no rule can have it.
    public static let alertname = "RuleEvaluationFailed"
    /// How long after the last failure of its rule an alert ends.
    static let quiet = TimeSpan.hours(24)

    /// What failures change: one alert for each rule, with the first error in it.
    ///
    /// `failures` has an error for each rule that failed; `open` are the built-in alert's open episodes.
    public static func decide(
        _ failures: [String: String],
        open: [AlertEpisode],
        batchID: Int64,
        now: Instant
    ) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: batchID)
        for (rule, error) in failures.sorted(by: { $0.key < $1.key }) {
            var alert: AlertEpisode
            if let standing = open.first(where: { $0.labels["rule"] == rule }) {
                alert = standing
                alert.matches += 1
            } else {
                alert = episode(ids.take(), rule: rule, error: error, now: now)
                decision.transitions.append(
                    AlertTransition(
                        transitionID: ids.take(),
                        alertID: alert.alertID,
                        jobID: "",
                        kind: .firing,
                        executionID: nil
                    )
                )
            }
            alert.clearedAt = now
            decision.alerts.append(alert)
            decision.deadlines.append(
                Deadline(
                    jobID: "",
                    kind: .keptAlert,
                    key: String(alert.alertID),
                    dueAt: now + quiet,
                    watchedSince: now + quiet
                )
            )
        }
        return decision
    }

    private static func episode(_ id: Int64, rule: String, error: String, now: Instant) -> AlertEpisode {
        let labels = ["rule": rule]
        return AlertEpisode(
            alertID: id,
            jobID: "",
            fingerprint: AlertIdentity.fingerprint(alertname: alertname, jobID: "", labels: labels),
            alertname: alertname,
            severity: .warning,
            state: .firing,
            labels: labels,
            annotations: [
                "summary": RenderedText([
                    .markup("The rule "), .text(rule), .markup(" has no value, so that it decides nothing"),
                ]),
                "description": RenderedText([.text(error)]),
            ],
            matches: 1,
            activeSince: now,
            firingSince: now,
            runID: nil,
            failedRuns: 0,
            execution: nil,
            job: JobFacts(jobID: "", name: "", firstSeenAt: now)
        )
    }
}
