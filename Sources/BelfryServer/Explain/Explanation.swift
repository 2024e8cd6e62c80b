public import BelfryCore
public import BelfryStore

/// What `belfry explain` and the API say of one attempt: what every rule made of it, and what followed.
public struct Explanation: Encodable, Sendable {
    /// `cron_job_id`.
    public let cronJobID: String
    /// The job's name, as sent.
    public let cronJobName: String
    /// `execution_id`.
    public let executionID: String
    /// 0 for the first attempt of its run.
    public let retryAttempt: Int32
    /// The run it was folded into.
    public let runID: String
    /// How the run ended with it; nil while the run is open.
    public let runOutcome: String?
    /// Its status, as sent.
    public let status: String
    /// The HTTP status of the job's endpoint.
    public let responseCode: Int32?
    /// Its latency in milliseconds.
    public let responseTimeMS: Int64
    /// When it was executed, in ISO 8601.
    public let executedAt: String
    /// When its webhook arrived, in ISO 8601.
    public let receivedAt: String
    /// The transaction that decided it.
    public let batchID: Int64
    /// The rules that decided it: a row of `rule_sets`.
    public let ruleSetID: Int64
    /// Whether it arrived after a later attempt of its job, and so decided no alert.
    public let isLate: Bool
    /// What every rule made of it.
    public let rules: [RuleTrace]
    /// The alerts it moved, and what came of them.
    public let alerts: [StoredDecision.Alert]
    /// What it did to triggers.
    public let triggers: [TriggerExplanation]

    /// The explanation of what is stored; `triggers` are those of the configuration as it is now.
    public init(_ decision: StoredDecision, triggers configured: TriggerSet = .none) {
        let execution = decision.received.execution
        cronJobID = execution.jobID
        cronJobName = execution.jobName
        executionID = execution.executionID
        retryAttempt = execution.retryAttempt
        runID = decision.run.runID
        runOutcome = decision.run.outcome?.rawValue
        status = execution.status.text
        responseCode = execution.responseCode
        responseTimeMS = execution.responseTimeMS
        executedAt = execution.executedAt.iso8601
        receivedAt = decision.received.receivedAt.iso8601
        batchID = decision.batchID
        ruleSetID = decision.ruleSetID
        isLate = decision.isLate
        let subject = AttemptSubject(
            received: decision.received,
            run: decision.run,
            history: decision.history ?? .unknown
        )
        rules = decision.isLate ? [] : RuleTrace.traces(of: decision.rules, on: subject)
        alerts = decision.alerts
        triggers = TriggerExplanation.all(
            decision.triggers,
            TriggerTrace.traces(of: configured, on: decision.received)
        )
    }

    /// Several lines for people.
    public var text: String {
        var lines = [
            "\(cronJobName) (\(cronJobID)), execution \(executionID), attempt \(retryAttempt)",
            "  \(status)\(responseCode.map { ", HTTP \($0)" } ?? ""), \(responseTimeMS) ms; executed \(executedAt), "
                + "received \(receivedAt)",
            "  run \(runID)\(runOutcome.map { ", \($0) with this attempt" } ?? ", still open after this attempt")",
            "  decided in transaction \(batchID) by rule set \(ruleSetID)",
            "",
            "RULES",
        ]
        if isLate { lines.append("  none: it arrived after a later attempt of the job, and decides no alert") }
        for rule in rules { lines += Self.lines(of: rule) }
        lines += ["", "ALERTS"]
        if alerts.isEmpty { lines.append("  none began, ended or failed for good with it") }
        for alert in alerts {
            lines.append("  \(alert.alertname) \(Self.words(alert.transition)) at \(alert.at); now \(alert.state)")
            if let acknowledged = alert.acknowledged { lines.append("    acknowledged by \(acknowledged)") }
            lines += alert.messages.isEmpty ? ["    no message so far"] : alert.messages.map(Self.line)
        }
        if !triggers.isEmpty { lines += ["", "TRIGGERS"] + triggers.flatMap(\.lines) }
        return lines.joined(separator: "\n")
    }

    private static func lines(of rule: RuleTrace) -> [String] {
        let verdict =
            switch rule.verdict {
            case .matches: "matches" + patience(of: rule)
            case .doesNotMatch: "does not match"
            case .noValue: "has no value: its alert stays as it is"
            case .notEvaluated: "is not evaluated here (on: \(rule.trigger))"
            }
        return ["  \(rule.alertname) \(verdict)"] + rule.conditions.map(line)
            + (rule.resolve.isEmpty ? [] : ["    resolve:"] + rule.resolve.map(line))
    }

    /// What a match alone does not do.
    private static func patience(of rule: RuleTrace) -> String {
        var needs: [String] = []
        if rule.consecutive > 1 { needs.append("\(rule.consecutive) in a row") }
        if rule.pendingFor != "0s" { needs.append("for \(rule.pendingFor)") }
        return needs.isEmpty ? "" : "; it fires after " + needs.joined(separator: " and ")
    }

    static func line(of condition: RuleTrace.Condition) -> String {
        let names = condition.names.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return "    \(condition.source)  →  \(condition.value ?? "not reached")"
            + (names.isEmpty ? "" : "   (\(names.joined(separator: ", ")))")
    }

    private static func line(of message: StoredDecision.Message) -> String {
        let what =
            message.suppressed.map { "held back, \($0)\(message.by.map { " by \($0)" } ?? "")" }
            ?? "told (\(message.reason ?? "")): "
            + (message.deliveries.isEmpty ? "waits for delivery" : message.deliveries.joined(separator: "; "))
        return "    \(message.at)  \(message.receiver)  \(what)"
    }

    private static func words(_ transition: String) -> String {
        switch transition {
        case "firing": "began to fire"
        case "resolved": "ended"
        default: "failed for good"
        }
    }
}
