internal import BelfryCore

extension AlertWording {
    /// What is known about the alert, most important first; at most ten.
    func facts(_ clock: ClockText) -> [MessageFact] {
        var facts = [
            MessageFact("Alert", .text(alert.alertname), .words(" (\(alert.severity.rawValue))")),
            MessageFact("Since", .instant(alert.startsAt)),
        ]
        if let endsAt = alert.endsAt { facts.append(MessageFact("Until", .instant(endsAt))) }
        if !alert.job.jobID.isEmpty {
            facts.append(MessageFact("Job", .text(alert.job.name.isEmpty ? alert.job.jobID : alert.job.name)))
        }
        if let execution = alert.execution { facts += self.facts(execution) }
        if alert.state == .firing, !alert.job.jobID.isEmpty { facts += history(clock) }
        if let strip = alert.lastRuns { facts.append(MessageFact("Last runs", .words(strip.text))) }
        return facts
    }

    private func facts(_ execution: ExecutionFacts) -> [MessageFact] {
        let code = execution.responseCode.map { ", HTTP \($0)" } ?? ""
        if alert.state == .resolved, failure != nil {
            // Not the one that has ended it: what was wrong is no longer the result.
            return [
                MessageFact(
                    "Last failure",
                    .text(execution.status),
                    .words("\(code), "),
                    .instant(execution.executedAt)
                )
            ]
        }
        let number = "\(execution.retryAttempt + 1)"
        let attempt = execution.maximumAttempts.map { "attempt \(number) of \($0)" } ?? "attempt \(number)"
        var facts = [
            MessageFact("Result", .text(execution.status), .words(code)),
            MessageFact("Attempt", .words("\(attempt), "), .instant(execution.executedAt)),
        ]
        if let next = execution.nextRetryAt {
            facts.append(MessageFact("Next retry", .instant(next)))
        } else if failure != nil, alert.state == .firing {
            facts.append(MessageFact("Next retry", .words("no more retries")))
        }
        facts.append(MessageFact("Latency", .words(latency(execution))))
        return facts
    }

    /// Against what is usual, where that is known.
    private func latency(_ execution: ExecutionFacts) -> String {
        let latency = DurationText.latency(milliseconds: execution.responseTimeMS)
        let usual = [("usually", alert.job.p50MS), ("p95", alert.job.p95MS)].compactMap { word, figure in
            figure.map { "\(word) \(DurationText.latency(milliseconds: $0))" }
        }
        return usual.isEmpty ? latency : "\(latency) (\(usual.joined(separator: ", ")))"
    }

    /// A job whose failures arrive and whose successes do not looks as if it did not run.
    private func noSuccess(_ clock: ClockText) -> String {
        let text = "none since Belfry began on \(clock.date(alert.job.firstSeenAt))"
        return alert.execution == nil && alert.job.consecutiveFailures > 0 ? "\(text): is success_url set?" : text
    }

    private func history(_ clock: ClockText) -> [MessageFact] {
        let job = alert.job
        var facts = [
            job.lastSuccessAt.map { MessageFact("Last success", .instant($0)) }
                ?? MessageFact("Last success", .words(noSuccess(clock)))
        ]
        let failures = [(job.consecutiveFailures, "attempt"), (job.consecutiveFailedRuns, "run")]
            .filter { $0.0 > 0 }
            .map { DurationText.count($0.0, $0.1) }
        if !failures.isEmpty {
            facts.append(MessageFact("Failed in a row", .words(failures.joined(separator: ", "))))
        }
        return facts
    }
}
