/// Decides the built-in alert about webhooks whose signatures are refused while none is accepted.
public enum WebhookRejectionDecider {
    /// The alert's name; no rule can have it.
    public static let alertname = "WebhooksRejected"
    /// How long signatures have to be refused, and none accepted, before it fires.
    public static let patience = TimeSpan.minutes(15)
    /// It begins at most once in this time, and ends by itself this long after it did.
    public static let quiet = TimeSpan.hours(24)

    /// What a replica has seen.
    public struct Report: Hashable, Sendable {
        /// Requests refused for their signature since one was accepted last.
        public var refused: Int64
        /// When the first of them came.
        public var since: Instant
        /// The exact reason of the latest.
        public var reason: String

        /// A report of these values.
        public init(refused: Int64, since: Instant, reason: String) {
            self.refused = refused
            self.since = since
            self.reason = reason
        }
    }

    /// The alert that begins with a report; nothing where it stands, or began less than `quiet` ago.
    public static func fire(
        _ report: Report,
        open: [AlertEpisode],
        lastFiredAt: Instant?,
        batchID: Int64,
        now: Instant
    ) -> BatchDecision {
        var decision = BatchDecision()
        guard open.isEmpty, lastFiredAt.map({ $0 + quiet <= now }) ?? true else { return decision }
        var ids = RowIDs(transaction: batchID)
        let alert = episode(ids.take(), report, now: now)
        decision.alerts = [alert]
        decision.transitions = [
            AlertTransition(
                transitionID: ids.take(),
                alertID: alert.alertID,
                jobID: "",
                kind: .firing,
                executionID: nil
            )
        ]
        decision.deadlines = [
            Deadline(
                jobID: "",
                kind: .keptAlert,
                key: String(alert.alertID),
                dueAt: now + quiet,
                watchedSince: now + quiet
            )
        ]
        return decision
    }

    /// The end of the alert, because a signature was accepted; nothing where it does not stand.
    public static func end(open: [AlertEpisode], batchID: Int64, now: Instant) -> BatchDecision {
        var decision = BatchDecision()
        var ids = RowIDs(transaction: batchID)
        for var alert in open {
            alert.state = .resolved
            alert.resolvedAt = now
            alert.resolveReason = .ended
            decision.alerts.append(alert)
            decision.transitions.append(
                AlertTransition(
                    transitionID: ids.take(),
                    alertID: alert.alertID,
                    jobID: "",
                    kind: .resolved,
                    executionID: nil
                )
            )
            decision.doneDeadlines.append(DeadlineKey(jobID: "", kind: .keptAlert, key: String(alert.alertID)))
        }
        return decision
    }

    private static func episode(_ id: Int64, _ report: Report, now: Instant) -> AlertEpisode {
        AlertEpisode(
            alertID: id,
            jobID: "",
            fingerprint: AlertIdentity.fingerprint(alertname: alertname, jobID: "", labels: [:]),
            alertname: alertname,
            severity: .error,
            state: .firing,
            labels: [:],
            annotations: [
                "summary": RenderedText([
                    .markup("Webhooks are refused: "), .text("\(report.refused)"),
                    .markup(" with a signature no secret made, and none accepted since "),
                    .text(report.since.iso8601),
                ]),
                "description": RenderedText([
                    .text(report.reason), .markup(" (belfry webhooks --failed shows them)"),
                ]),
            ],
            matches: 1,
            activeSince: report.since,
            firingSince: now,
            runID: nil,
            failedRuns: 0,
            execution: nil,
            job: JobFacts(jobID: "", name: "", firstSeenAt: now),
            // What ends at its deadline has to say that its condition is not looked at again.
            clearedAt: now
        )
    }
}
