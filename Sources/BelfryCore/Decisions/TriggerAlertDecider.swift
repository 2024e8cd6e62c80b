/// Decides the built-in alerts about triggers.
public enum TriggerAlertDecider {
    /// How long after its last trouble an alert ends when the trigger does not work before.
    static let quiet = TimeSpan.hours(24)

    /// What troubles change: one alert for each kind, trigger and job that fired it, with the first trouble in it.
    ///
    /// `open` are open alerts of these kinds, of which `over` names those whose trigger has worked since; `jobs` are the states
    /// of the jobs that fired.
    public static func decide(
        _ troubles: [TriggerTrouble],
        open: [AlertEpisode],
        over: Set<Int64>,
        jobs: [String: JobState],
        batchID: Int64,
        now: Instant
    ) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: batchID)
        var alerts: [AlertEpisode] = open
        var changed: Set<Int64> = []
        for trouble in troubles {
            let labels = ["trigger": trouble.firing.trigger]
            let index =
                alerts.firstIndex {
                    $0.alertname == trouble.kind.rawValue && $0.jobID == trouble.firing.jobID && $0.labels == labels
                } ?? alerts.endIndex
            if index == alerts.endIndex {
                alerts.append(episode(ids.take(), trouble, labels, jobs[trouble.firing.jobID], now: now))
                record(.firing, alerts[index], trouble.firing.executionID, &ids, &decision)
            } else {
                alerts[index].matches += 1
            }
            alerts[index].clearedAt = now
            changed.insert(alerts[index].alertID)
        }
        for var alert in alerts {
            if changed.contains(alert.alertID) {
                decision.alerts.append(alert)
                let due = now + quiet
                decision.deadlines.append(
                    Deadline(
                        jobID: alert.jobID,
                        kind: .keptAlert,
                        key: String(alert.alertID),
                        dueAt: due,
                        watchedSince: due
                    )
                )
            } else if over.contains(alert.alertID) {
                alert.state = .resolved
                alert.resolvedAt = now
                alert.resolveReason = .ended
                record(.resolved, alert, nil, &ids, &decision)
                decision.alerts.append(alert)
            }
        }
        return decision
    }

    private static func record(
        _ kind: AlertTransition.Kind,
        _ alert: AlertEpisode,
        _ executionID: String?,
        _ ids: inout RowIDs,
        _ decision: inout BatchDecision
    ) {
        decision.transitions.append(
            AlertTransition(
                transitionID: ids.take(),
                alertID: alert.alertID,
                jobID: alert.jobID,
                kind: kind,
                executionID: executionID
            )
        )
    }

    private static func episode(
        _ id: Int64,
        _ trouble: TriggerTrouble,
        _ labels: [String: String],
        _ job: JobState?,
        now: Instant
    ) -> AlertEpisode {
        let jobID = trouble.firing.jobID
        return AlertEpisode(
            alertID: id,
            jobID: jobID,
            fingerprint: AlertIdentity.fingerprint(alertname: trouble.kind.rawValue, jobID: jobID, labels: labels),
            alertname: trouble.kind.rawValue,
            severity: .error,
            state: .firing,
            labels: labels,
            annotations: [
                "summary": summary(trouble),
                "description": RenderedText([
                    .text(trouble.detail), .markup(" (execution "), .text(trouble.firing.executionID), .markup(")"),
                ]),
            ],
            matches: 1,
            activeSince: now,
            firingSince: now,
            runID: nil,
            failedRuns: 0,
            execution: nil,
            job: JobFacts(
                jobID: jobID,
                name: job?.name ?? jobID,
                lastSuccessAt: job?.lastSuccessAt,
                firstSeenAt: job?.firstSeenAt ?? now
            )
        )
    }

    private static func summary(_ trouble: TriggerTrouble) -> RenderedText {
        let words =
            switch trouble.kind {
            case .conditionFailed: " has no value for its condition, so that nothing was started"
            case .notStarted: " did not start what it should have started"
            case .silent: " has started a job that does not report"
            }
        return RenderedText([.markup("The trigger "), .text(trouble.firing.trigger), .markup(words)])
    }
}
