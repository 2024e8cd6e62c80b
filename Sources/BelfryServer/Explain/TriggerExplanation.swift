public import BelfryCore
internal import BelfryStore

/// What `belfry explain` and the API say of an execution and one trigger.
public struct TriggerExplanation: Encodable, Sendable {
    /// The trigger's name.
    public let trigger: String
    /// The job it starts; nil where it calls an address, or where the trigger is no longer configured and fired nothing.
    public let job: String?
    /// `counts`, `not_fired`, or the `state` of `trigger_firings`.
    public let verdict: String
    /// The verdict in words.
    public let text: String
    /// The conditions of `expr` with their values.
    public let conditions: [RuleTrace.Condition]
    /// The attempts to send it, in words.
    public let attempts: [String]

    /// What is stored, and what the triggers of a configuration make of the execution.
    static func all(_ stored: StoredTriggers, _ traces: [TriggerTrace]) -> [TriggerExplanation] {
        var explanations = stored.firings.map { firing in
            TriggerExplanation(
                trigger: firing.trigger,
                job: firing.child,
                verdict: firing.state,
                text: words(firing),
                conditions: traces.first { $0.rule.name == firing.trigger }?.conditions ?? [],
                attempts: firing.attempts
            )
        }
        for arrival in stored.arrivals where !explanations.contains(where: { $0.trigger == arrival.arrival.trigger }) {
            let trace = traces.first {
                $0.rule.name == arrival.arrival.trigger && $0.parent == arrival.arrival.parent
            }
            explanations.append(
                TriggerExplanation(
                    trigger: arrival.arrival.trigger,
                    job: trace?.rule.child,
                    verdict: "counts",
                    text: words(arrival, trace?.rule),
                    conditions: trace?.conditions ?? [],
                    attempts: []
                )
            )
        }
        for trace in traces where !explanations.contains(where: { $0.trigger == trace.rule.name }) {
            explanations.append(
                TriggerExplanation(
                    trigger: trace.rule.name,
                    job: trace.rule.child,
                    verdict: "not_fired",
                    text: words(trace),
                    conditions: trace.conditions,
                    attempts: []
                )
            )
        }
        return explanations.sorted { $0.trigger < $1.trigger }
    }

    /// Lines for people.
    var lines: [String] {
        let starts = job.map { " (starts \"\($0)\")" } ?? ""
        return ["  \(trigger)\(starts): \(text)"] + conditions.map(Explanation.line) + attempts.map { "    \($0)" }
    }

    private static func words(_ firing: StoredTriggers.Firing) -> String {
        let used = firing.usedExecutions.isEmpty ? "" : ", with " + firing.usedExecutions.joined(separator: ", ")
        let child = firing.childExecutionID.map { ", execution \($0)" } ?? ""
        let state =
            switch (firing.state, firing.reason) {
            case ("pending", _): "fired, to be sent"
            case ("sent", _): "fired, under way"
            case ("delivered", _): "fired, delivered\(child)"
            case ("failed", _): "fired, refused"
            case ("in_doubt", _): "fired, in doubt: nobody knows whether it has arrived\(child)"
            case ("expired", "gave_up"): "fired, given up: it could not be sent in time"
            case ("expired", _): "not sent: the success was too old when it arrived"
            case ("skipped", "loop"): "not sent: the chain that led to it is too long"
            case ("skipped", _): "not sent: the execution is a test"
            case ("error", let reason): "not fired, its condition has no value: \(reason ?? "")"
            default: firing.state
            }
        return state + used + " at \(firing.decidedAt.iso8601)"
    }

    private static func words(_ stored: StoredTriggers.Arrival, _ rule: TriggerRule?) -> String {
        let arrival = stored.arrival
        let counts = "counts for \"\(arrival.parent)\""
        if let used = arrival.usedIn {
            return "\(counts), and was used when \(used.executionID) of \(used.jobID) fired it"
        }
        let newest = stored.newest.first { $0.parent == arrival.parent }
        if let newest, newest.position != arrival.position || newest.jobID != arrival.jobID {
            return "\(counts), but \(newest.position.executionID) of \(newest.jobID) is newer and has its place"
        }
        guard let rule, let within = rule.within else { return "\(counts), and waits" }
        let waiting = stored.newest.filter { $0.usedIn == nil }
        let missing = rule.parents.map(\.job).filter { job in
            job != arrival.parent
                && !waiting.contains { other in
                    other.parent == job && other.position.at <= arrival.position.at + within
                        && arrival.position.at <= other.position.at + within
                }
        }
        let jobs = missing.isEmpty ? "newer ones" : missing.map { "\"\($0)\"" }.joined(separator: ", ")
        return "\(counts), and waits for \(jobs) until \((arrival.position.at + within).iso8601)"
    }

    private static func words(_ trace: TriggerTrace) -> String {
        switch trace.isTrue {
        case true?: "not fired: it was not configured then, or was removed before, or its record is gone"
        case false?: "not fired: its condition is false"
        case nil: "not fired: its condition has no value"
        }
    }
}
