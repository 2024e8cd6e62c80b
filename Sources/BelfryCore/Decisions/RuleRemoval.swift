/// Ends the alerts of rules that are no longer loaded.
public enum RuleRemoval {
    /// The decision that ends these open alerts; pending ones just go.
    public static func decide(_ alerts: [AlertEpisode], batchID: Int64, now: Instant) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: batchID)
        for alert in alerts {
            guard alert.state == .firing else {
                decision.inactiveAlerts.append(alert)
                continue
            }
            var ended = alert
            ended.state = .resolved
            ended.resolvedAt = now
            ended.resolveReason = .ruleRemoved
            decision.alerts.append(ended)
            decision.transitions.append(
                AlertTransition(
                    transitionID: ids.take(),
                    alertID: alert.alertID,
                    jobID: alert.jobID,
                    kind: .resolved,
                    executionID: nil
                )
            )
        }
        return decision
    }
}
