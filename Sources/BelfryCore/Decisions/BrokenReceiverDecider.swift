/// Decides the built-in alert about receivers that cannot be reached any more.
public enum BrokenReceiverDecider {
    /// The alert's name; no rule can have it.
    public static let alertname = "ReceiverBroken"

    /// What is to be changed so that exactly the receivers that are broken have an alert: one for each integration of each.
    ///
    /// `open` are the built-in alert's open episodes.
    public static func decide(
        _ broken: [BrokenReceiver],
        open: [AlertEpisode],
        batchID: Int64,
        now: Instant
    ) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: batchID)
        for receiver in broken where !open.contains(where: { $0.labels == labels(of: receiver) }) {
            let alert = episode(ids.take(), receiver, now: now)
            decision.alerts.append(alert)
            decision.transitions.append(transition(of: alert, .firing, id: ids.take()))
        }
        for alert in open where !broken.contains(where: { labels(of: $0) == alert.labels }) {
            var ended = alert
            ended.state = .resolved
            ended.resolvedAt = now
            ended.resolveReason = .ended
            decision.alerts.append(ended)
            decision.transitions.append(transition(of: ended, .resolved, id: ids.take()))
        }
        return decision
    }

    private static func labels(of broken: BrokenReceiver) -> [String: String] {
        ["receiver": broken.receiver, "integration": broken.integration]
    }

    private static func transition(of alert: AlertEpisode, _ kind: AlertTransition.Kind, id: Int64) -> AlertTransition {
        AlertTransition(transitionID: id, alertID: alert.alertID, jobID: "", kind: kind, executionID: nil)
    }

    private static func episode(_ id: Int64, _ broken: BrokenReceiver, now: Instant) -> AlertEpisode {
        let labels = labels(of: broken)
        return AlertEpisode(
            alertID: id,
            jobID: "",
            fingerprint: AlertIdentity.fingerprint(alertname: alertname, jobID: "", labels: labels),
            alertname: alertname,
            severity: .error,
            state: .firing,
            labels: labels,
            annotations: [
                "summary": RenderedText([
                    .markup("The receiver "), .text(broken.receiver), .markup(" cannot be reached by "),
                    .text(broken.integration), .markup(": its messages wait"),
                ]),
                "description": RenderedText([
                    .text(broken.target), .markup(" answers: "), .text(broken.reason),
                    .markup(". When it is repaired, try: belfry notify test "), .text(broken.receiver),
                ]),
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
